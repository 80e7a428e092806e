// The tools at the edge of the map. At most one is in hand; pressing its button again puts it away.

/** Take a tool, or put it away if it is in hand. */
export async function useTool(app, name) {
  const was = app.tool?.name;
  app.tool?.stop();
  if (was === name) return;
  if (name === "home") app.map.fitBounds(app.frame, { animate: false, paddingBottomRight: (await import("./places.js")).covered(app) });
  else if (name === "file") (await import("./upload.js")).chooseFile(app);
  else if (name === "sheet") (await import("./sheet.js")).openSheet(app);
  else if (name === "base") (await import("./basemap.js")).chooseBase(app);
  else (await import("./draw.js")).startDrawing(app, name);
}

/** Show which tool is in hand; `stop` puts it away. */
export function hold(app, name, stop) {
  const button = document.getElementById(`tool-${name}`);
  button.setAttribute("aria-pressed", "true");
  document.body.classList.add(`using-${name}`);
  app.tool = {
    name,
    stop: () => {
      app.tool = null;
      button.setAttribute("aria-pressed", "false");
      document.body.classList.remove(`using-${name}`);
      stop();
    },
  };
}
