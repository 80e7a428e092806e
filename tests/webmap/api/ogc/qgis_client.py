"""Open collections as QGIS does, without a screen; write what it sees of each as JSON. Run by the Python of QGIS.

Arguments: the address of the OGC API, then ids of collections. QGIS gives a collection one kind of symbol, and draws
what is of that kind.
"""

import json
import os
import sys

from qgis.core import QgsApplication, QgsRenderContext, QgsVectorLayer, QgsWkbTypes


def seen(root: str, name: str) -> dict[str, object]:
    """Load a collection; count its features, those with a shape, and those that get a symbol of their own kind."""
    layer = QgsVectorLayer(f"url='{root}' typename='{name}'", name, "OAPIF")
    if not layer.isValid():
        return {"error": layer.error().message()}
    features = list(layer.getFeatures())
    located = [one for one in features if not one.geometry().isNull()]
    drawn = 0
    if layer.isSpatial():
        renderer, context = layer.renderer().clone(), QgsRenderContext()
        renderer.startRender(context, layer.fields())
        of_its_kind = [one for one in located if one.geometry().type() == layer.geometryType()]
        drawn = sum(renderer.symbolForFeature(one, context) is not None for one in of_its_kind)
        renderer.stopRender(context)
    return {
        "features": len(features),
        "located": len(located),
        "drawn": drawn,
        "type": QgsWkbTypes.geometryDisplayString(layer.geometryType()),
        "numbers": sorted(field.name() for field in layer.fields() if field.isNumeric()),
    }


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    sys.stdout.write(json.dumps({name: seen(sys.argv[1], name) for name in sys.argv[2:]}))
    sys.stdout.flush()
    os._exit(0)  # QGIS 3.22 crashes when it ends
