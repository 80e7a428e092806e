// @ts-check
// The tools at the edge of the map. At most one is in hand; pressing its button again puts it away.

/** @import { App } from "atlas/core/types.js" */

/** @type {Record<string, (app: App) => Promise<void>>} */
const TOOLS = {
  home: async (app) => {
    const { covered } = await import("atlas/panel/select_place.js");
    const [right, bottom] = covered(app);
    const [tools] = window.lingang.fit.paddingBottomRight ?? [0];
    app.map.fitBounds(app.frame, { animate: false, paddingBottomRight: [Math.max(right, tools), bottom] });
  },
  length: async (app) => (await import("atlas/tools/draw.js")).startDrawing(app, "length"),
  area: async (app) => (await import("atlas/tools/draw.js")).startDrawing(app, "area"),
  file: async (app) => (await import("atlas/tools/upload.js")).chooseFile(app),
  sheet: async (app) => (await import("atlas/tools/print_sheet.js")).openSheet(app),
  project: async (app) =>
    (await import("atlas/project/project_panel.js")).toggleProject(app, await import("atlas/tools/drawn_shape.js")),
  coordinates: async (app) => (await import("atlas/tools/go_to.js")).openGoTo(app),
  fit: async (app) => ask(app, "fit", ""),
  time: async (app) => ask(app, "time", "latest"),
  swipe: async (app) => ask(app, "swipe", (await import("atlas/ask/swipe_sides.js")).FIRST),
  base: async (app) => (await import("atlas/tools/basemap.js")).chooseBase(app),
};

/** Do what a button of the toolbar is for. @param {App} app @param {Element} button */
export async function press(app, button) {
  const { tool, step } = /** @type {HTMLElement} */ (button).dataset;
  if (step === "in") app.map.zoomIn();
  else if (step === "out") app.map.zoomOut();
  else if (tool) await useTool(app, tool);
  showMore(app, button.id === "tool-more" && button.getAttribute("aria-expanded") !== "true");
}

/**
 * Put a question to the whole map, or take it back. One question at a time colours the places.
 * @param {App} app @param {"fit" | "time" | "swipe"} name @param {string} first what is asked to begin with
 */
function ask(app, name, first) {
  const asked = app.state.current()[name] != null;
  const none = { fit: null, time: null, swipe: null, theme: null, place: null, at: null };
  app.change(asked ? { [name]: null } : { ...none, [name]: first }, { keepView: true });
}

/** Take a tool, or put it away if it is in hand. @param {App} app @param {string} name */
async function useTool(app, name) {
  const was = app.tool?.name;
  app.tool?.stop();
  if (was !== name) await TOOLS[name](app);
}

/** On a phone the less used tools are folded. @param {App} app @param {boolean} open */
function showMore(app, open) {
  app.byId("map-tools").classList.toggle("tools-open", open);
  app.byId("tool-more").setAttribute("aria-expanded", String(open));
}
