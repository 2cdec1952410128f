"""QGIS Server for one raster, as a process of its own: python qgis_server.py RASTER FOLDER.

It prints its port, or MISSING. While a file FOLDER/fail exists, GetMap and GetCoverage are
answered with the status and content type in its first line and the text in the others.
"""

import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import QgsApplication, QgsProject, QgsRasterLayer

raster, folder = sys.argv[1], Path(sys.argv[2])
application = QgsApplication([], False, str(folder))
application.initQgis()
layer = QgsRasterLayer(raster, "image")
project = QgsProject.instance()
project.addMapLayer(layer)
project.setCrs(layer.crs())
project.writeEntry("WCSLayers", "/", [layer.id()])
project.writeEntry("WMTSLayers", "Layer", [layer.id()])
project.writeEntry("WMTSPngLayers", "Layer", [layer.id()])
project.write(str(folder / "project.qgs"))
os.environ["QGIS_PROJECT_FILE"] = str(folder / "project.qgs")

try:
    from qgis.server import QgsBufferServerRequest, QgsBufferServerResponse, QgsServer

    server = QgsServer()
    there = server.serverInterface().serviceRegistry().getService("WMS") is not None
except ImportError:
    there = False
if not there:
    print("MISSING", flush=True)
    os._exit(0)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        answer = QgsBufferServerResponse()
        failing = folder / "fail"
        if failing.exists() and ("GetMap" in self.path or "GetCoverage" in self.path):
            first, _, text = failing.read_text().partition("\n")
            status, _, kind = first.partition(" ")
            self.reply(int(status), {"Content-Type": kind}, text.encode())
            return
        server.handleRequest(QgsBufferServerRequest(f"http://{self.headers['Host']}{self.path}"), answer)
        self.reply(answer.statusCode(), answer.headers(), bytes(answer.body()))

    def reply(self, status, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() != "content-length":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


listening = HTTPServer(("127.0.0.1", 0), Handler)
print(listening.server_port, flush=True)
listening.serve_forever()
