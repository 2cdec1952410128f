"""Lake Mapper, a QGIS plugin: from the satellite image on screen to lakes with areas."""


def classFactory(iface):  # noqa: N802 (the name QGIS calls)
    """QGIS's front door; ``iface`` is None where there is no window."""
    from .plugin.plugin import LakeMapperPlugin

    return LakeMapperPlugin(iface)
