// @ts-check
// Two sets of layers on the live map, parted by a divider. Each side is drawn, named and clicked by itself; the layers
// of the map stand aside meanwhile, and the tree and the legend follow the side in hand.

import { t, term } from "atlas/core/i18n.js";
import { failureWords } from "atlas/core/error_message.js";
import { entitleLegend } from "atlas/map/answer_legend.js";
import { Labels } from "atlas/map/labels.js";
import { Divider } from "atlas/ask/divider.js";
import { LayerCopy, clipPane, clipTiles } from "atlas/ask/layer_copy.js";
import { swipeBar } from "atlas/ask/swipe_bar.js";
import { SideView, clamp, nameOf, readFrameworks, readSwipe, sideOf, writeSwipe } from "atlas/ask/swipe_sides.js";

/** @import { App, Point } from "atlas/core/types.js" */
/** @import { PixelBox } from "atlas/core/name_types.js" */
/** @import { Framework, Swipe } from "atlas/ask/swipe_sides.js" */

const SIDES = ["left", "right"];
const FAR = 1e6;
/** The divider stays where a hand can reach it when the map grows narrower. */
const EDGE = 3;
/** @type {LiveSwipe | null} */
let swipe = null;
/** @type {string | null} what was asked for last */
let wanted = null;

/** Show two sets of layers; null ends it. @param {App} app @param {string | null} text */
export async function showSwipe(app, text) {
  wanted = text;
  if (!text) {
    swipe?.end();
    return;
  }
  if (!swipe) {
    let frameworks;
    try {
      frameworks = await readFrameworks();
    } catch (error) {
      app.say(failureWords(error));
      return;
    }
    swipe ??= new LiveSwipe(app, frameworks);
  }
  if (wanted) swipe.show(wanted);
}

class LiveSwipe {
  #app;
  #frameworks;
  /** @type {Swipe} */
  #now = {
    at: 50,
    sides: [
      { framework: null, layers: [] },
      { framework: null, layers: [] },
    ],
  };
  /** @type {string | null} */
  #shown = null;
  #inHand = 0;
  #stacked = "";
  #sides;
  #divider;
  #bar;

  /** @param {App} app @param {Framework[]} frameworks */
  constructor(app, frameworks) {
    this.#app = app;
    this.#frameworks = frameworks;
    const { map, layers, labels } = app;
    this.#sides = SIDES.map((name, i) => {
      const view = new SideView();
      const names = new Labels(map, view, labels.names, `atlas-labels-${name}`);
      names.alsoCovered = () => [this.#otherSide(i)];
      labels.twins.push(names);
      return { view, names, copy: new LayerCopy(app, `atlas-${name}`) };
    });
    this.#divider = new Divider({ onMove: (share) => this.#move(share), onRest: () => this.#rest() });
    this.#bar = swipeBar(frameworks, {
      choose: (side, framework) => this.#choose(side, framework),
      openLayers: (side) => this.#openLayers(side),
      swap: () => this.#swap(),
      close: () => this.#close(),
    });
    map.on("move viewreset zoomend", () => this.#shown && this.#clip());
    map.on("resize", ({ oldSize, newSize }) => this.#keepGround(oldSize.x, newSize.x));
    layers.onChange(() => this.#followLayers());
    app.state.watch(() => {
      this.#followAddress();
      this.#followStack();
    });
  }

  /** @param {string} text */
  show(text) {
    if (text === this.#shown) return;
    if (!this.#shown) this.#begin();
    this.#now = readSwipe(text, this.#app.layers, this.#frameworks);
    this.#shown = text;
    this.#draw();
  }

  /** A divider that moved with the map went by itself: an address that names its old place is followed all the same. */
  #followAddress() {
    const { swipe: text } = this.#app.state.current();
    if (this.#shown && text) this.show(text);
  }

  #begin() {
    const { map, layers, labels, byId } = this.#app;
    map.getContainer().classList.add("swiping");
    document.body.classList.add("comparing");
    this.#makeWay();
    byId("tool-swipe")?.setAttribute("aria-pressed", "true");
    labels.isAway = true;
    for (const { names } of this.#sides) names.isAway = false;
    layers.sides = (at) => this.#reach(at);
    byId("main").append(this.#divider.node, this.#bar.node);
    if (document.activeElement?.id === "tool-swipe") this.#divider.node.focus();
  }

  /** The introduction gives way; a view that nobody asked for is fitted to the map that is left. */
  #makeWay() {
    const { map, frame, state } = this.#app;
    const { classList } = document.body;
    if (!classList.contains("intro-open")) return;
    classList.remove("intro-open");
    map.invalidateSize({ animate: false, pan: false });
    if (!state.current().map) map.fitBounds(frame, { animate: false });
  }

  end() {
    if (!this.#shown) return;
    const { map, layers, labels, byId } = this.#app;
    this.#shown = null;
    const hadFocus = [this.#divider.node, this.#bar.node].some((node) => node.contains(document.activeElement));
    map.getContainer().classList.remove("swiping");
    document.body.classList.remove("comparing");
    byId("tool-swipe")?.setAttribute("aria-pressed", "false");
    layers.sides = null;
    layers.members = null;
    layers.elsewhere = new Set();
    clipTiles(this.#app, null);
    layers.tile();
    for (const { names, copy } of this.#sides) {
      names.isAway = true;
      copy.draw([]);
    }
    labels.isAway = false;
    labels.update();
    entitleLegend("swipe", null);
    this.#divider.node.remove();
    this.#bar.node.remove();
    if (hadFocus) byId("tool-swipe")?.focus();
  }

  /** Draw both sides, and have tree and legend follow the side in hand. */
  #draw() {
    const { layers, labels } = this.#app;
    this.#now.sides.forEach((side, i) => {
      const { view, names, copy } = this.#sides[i];
      view.set(side, layers, this.#frameworks);
      copy.draw(view.visibleLayers());
      names.onTiles = labels.onTiles;
    });
    layers.elsewhere = new Set(this.#now.sides.flatMap((side) => side.layers));
    this.#takeInHand(this.#inHand);
    this.#place();
    layers.tile().then(() => this.#shown && this.#clip());
    for (const { names } of this.#sides) names.update();
  }

  /** @param {number} side */
  #takeInHand(side) {
    this.#inHand = side;
    const { layers } = this.#app;
    layers.members = this.#sides[side].view.members;
    this.#app.quietly(() => layers.show(this.#now.sides[side].layers));
    this.#bar.show(this.#now, side);
    entitleLegend("swipe", `${t("legend.title")} · ${term("swipe", SIDES[side])}`);
  }

  /** What a point lies on; both sides without one. @param {Point | null} at */
  #reach(at) {
    if (!at) return this.#sides.flatMap(({ view }) => view.reachable());
    const { map, layers } = this.#app;
    const { x } = map.latLngToContainerPoint([at.lat, at.lng]);
    const i = x < this.#x() ? 0 : 1;
    const own = (layers.tiled?.near ?? []).filter(({ layer }) => this.#now.sides[i].layers.includes(layer.id));
    const near = own.length ? [{ id: "tiles", role: "workspace", features: own }] : [];
    return [...this.#sides[i].view.reachable(), ...near];
  }

  /** Where the divider stands, in pixels of the window. */
  #x() {
    return (this.#now.at / 100) * this.#app.map.getSize().x;
  }

  /** The ground a side leaves to the other: no name of it stands there. @param {number} side @returns {PixelBox} */
  #otherSide(side) {
    const { map } = this.#app;
    const { x: width, y: height } = map.getSize();
    const { x: left, y: top } = map.containerPointToLayerPoint([0, 0]);
    const middle = left + this.#x();
    const [from, to] = side === 0 ? [middle, left + 2 * width] : [left - width, middle];
    return [from, top - height, to, top + 2 * height];
  }

  #clip() {
    const { x } = this.#app.map.containerPointToLayerPoint([this.#x(), 0]);
    this.#sides.forEach(({ copy }, i) => {
      const ends = /** @type {[number, number]} */ (i === 0 ? [-FAR, x] : [x, FAR]);
      copy.clip(...ends);
      clipPane(this.#app, `atlas-labels-${SIDES[i]}`, ...ends);
    });
    clipTiles(this.#app, (id) => {
      const [left, right] = this.#now.sides.map((side) => side.layers.includes(id));
      return [left ? -FAR : x, right ? FAR : x];
    });
  }

  #place() {
    const { at, sides } = this.#now;
    const [left, right] = sides.map((side) => nameOf(side, this.#frameworks));
    const share = Math.round(at);
    this.#divider.set(at, t("swipe.value", { left, right, share, rest: 100 - share }));
    this.#clip();
  }

  /** @param {number} share */
  #move(share) {
    this.#now.at = clamp(share);
    this.#place();
  }

  #rest() {
    for (const { names } of this.#sides) names.update();
    this.#write(false);
  }

  /** Whether the address asks for what is shown; else it is about to change. */
  #isAsked() {
    return this.#shown !== null && this.#app.state.current().swipe === this.#shown;
  }

  /** The panel opens beside the map: the divider stays over the same ground. @param {number} was @param {number} is */
  #keepGround(was, is) {
    if (!this.#isAsked() || !was || !is || was === is) return;
    this.#move(Math.min(100 - EDGE, (this.#now.at * was) / is));
    this.#rest();
  }

  /** @param {boolean} push */
  #write(push) {
    this.#shown = writeSwipe(this.#now);
    wanted = this.#shown;
    this.#app.state.write({ swipe: this.#shown }, { push });
  }

  /** @param {number} side @param {string | null} id of a framework; null leaves the layers to the tree */
  #choose(side, id) {
    const framework = this.#frameworks.find((one) => one.id === id);
    const { layers } = this.#now.sides[side];
    this.#now.sides[side] = framework ? sideOf(framework, this.#app.layers) : { framework: null, layers };
    this.#inHand = side;
    this.#write(true);
    this.#draw();
    if (!framework) this.#openLayers(side);
  }

  /** @param {number} side */
  #openLayers(side) {
    this.#takeInHand(side);
    this.#app.setTree(true);
  }

  #swap() {
    this.#now.sides.reverse();
    this.#write(true);
    this.#draw();
  }

  #close() {
    this.#app.change({ swipe: null }, { keepView: true });
  }

  /** Order and opacity are those of the map. */
  #followStack() {
    const { opacity, order } = this.#app.state.current();
    const stacked = JSON.stringify([opacity, order]);
    if (!this.#shown || stacked === this.#stacked) return;
    this.#stacked = stacked;
    for (const { copy } of this.#sides) copy.stack();
  }

  /** The reader switched a layer in tree or legend: the side in hand has it. Back and Forward do so by themselves. */
  #followLayers() {
    if (!this.#isAsked()) return;
    const { layers } = this.#app;
    const shown = layers.visibleLayers().map(({ id }) => id);
    const side = this.#now.sides[this.#inHand];
    if (shown.join() === side.layers.join()) return;
    this.#now.sides[this.#inHand] = { framework: null, layers: shown };
    this.#write(false);
    this.#draw();
  }
}
