"""QGIS's main window as far as tests need one: it records what is said in it."""


class Window:
    """A QgisInterface with ``canvas`` as its map; ``warnings`` are the sentences in its message bar."""

    def __init__(self, canvas):
        self.canvas, self.warnings = canvas, []

    def mainWindow(self):
        return None

    def mapCanvas(self):
        return self.canvas

    def messageBar(self):
        return self

    def pushWarning(self, title, sentence):
        self.warnings.append(sentence)
