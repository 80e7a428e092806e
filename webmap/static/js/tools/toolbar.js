// @ts-check
// The tools at the edge of the map. At most one is in hand; pressing its button again puts it away.

/** @import { App } from "atlas/core/types.js" */

/** @type {Record<string, (app: App) => Promise<void>>} */
const TOOLS = {
  home: async (app) => {
    const { covered } = await import("atlas/panel/select_place.js");
    app.map.fitBounds(app.frame, { animate: false, paddingBottomRight: covered(app) });
  },
  length: async (app) => (await import("atlas/tools/draw.js")).startDrawing(app, "length"),
  area: async (app) => (await import("atlas/tools/draw.js")).startDrawing(app, "area"),
  file: async (app) => (await import("atlas/tools/upload.js")).chooseFile(app),
  sheet: async (app) => (await import("atlas/tools/print_sheet.js")).openSheet(app),
  coordinates: async (app) => (await import("atlas/tools/go_to.js")).openGoTo(app),
  base: async (app) => (await import("atlas/tools/basemap.js")).chooseBase(app),
};

/** Take a tool, or put it away if it is in hand. @param {App} app @param {string} name */
export async function useTool(app, name) {
  const was = app.tool?.name;
  app.tool?.stop();
  if (was !== name) await TOOLS[name](app);
}
