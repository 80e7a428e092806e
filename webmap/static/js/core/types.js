// @ts-check
// The shapes that several modules share: what controls get, and what the server answers. Comments only: no page loads
// this file. A record with `<field>_zh` and `<field>_en` is read with `pick`, so its fields are not listed twice here.

/** @typedef {import("leaflet").LatLng} LatLng */
/** @typedef {{ lat: number, lng: number }} Point */
/** @typedef {[west: number, south: number, east: number, north: number]} Box in degrees */
/** @typedef {[x: number, y: number]} Pair */
/** @typedef {import("geojson").Geometry} Geometry */
/** @typedef {Exclude<Geometry, import("geojson").GeometryCollection>} Shape a geometry with coordinates */
/** @typedef {"area" | "line" | "point"} ShapeKind */

/**
 * Settings of the page, written by the server.
 * @typedef {object} Config
 * @property {"zh" | "en"} lang
 * @property {"zh" | "en"} unspoken_lang the language of an address without ``lang``
 * @property {string} version of data and program, as addresses name it
 * @property {string} data_version
 * @property {string} root address of the service, without a slash at the end
 * @property {boolean} live false where the page is a file of the static site and no service answers
 * @property {string} [page_suffix] end of the file names of pages in the static site
 * @property {Record<string, string>} messages catalogue of one language
 * @property {Record<string, string>} documents short title by id
 * @property {Record<string, string>} statements table of a statement by the key of its id
 * @property {Basemap[]} basemaps
 * @property {[topic: string, types: string[]][]} topics of a place, with the claim types each holds
 * @property {string[]} panel_modules names of the modules that show a place
 */

/**
 * @typedef {object} Basemap
 * @property {string} id
 * @property {string} name
 * @property {string} datum
 * @property {string[]} tiles address templates, drawn on each other
 * @property {string} [subdomains]
 * @property {number} max_zoom
 * @property {string} attribution HTML written by the server
 */

/** @typedef {{ zoom: number, origin: number[] }} Placed zoom, and the pixel of the world at the upper left corner */

/**
 * What the script of the first view leaves for the live map.
 * @typedef {object} FirstView
 * @property {import("leaflet").Map} map
 * @property {[Pair, Pair]} frame corners, latitude before longitude
 * @property {{ paddingBottomRight?: Pair }} fit part of the map that something covers at first
 * @property {{ zoom: number, center: Pair } | null} view
 * @property {(name: string) => string | null} kept what the browser keeps from visit to visit
 * @property {(name: string, value: string) => void} keep
 * @property {ReturnType<typeof setTimeout>} [slow]
 * @property {{ follow: (map: import("leaflet").Map) => void, remove: () => void, placed: () => Placed | null }} [still]
 * @property {() => void} put
 */

/** @typedef {Record<string, string>} Filter */

/**
 * What the address says after "#"; null where it says nothing.
 * @typedef {object} State
 * @property {{ zoom: number, lat: number, lng: number } | null} map
 * @property {string[] | null} layers
 * @property {Record<string, number> | null} opacity percent by layer
 * @property {string[] | null} order
 * @property {string | null} base
 * @property {string | null} theme id of the theme the places are coloured by
 * @property {Record<string, string> | null} by column a layer of the reader's own is coloured by, by layer
 * @property {Filter | null} filter
 * @property {string | null} table
 * @property {string | null} draw
 * @property {string | null} swipe two sets of layers and where the divider stands (ask/swipe_sides.js)
 * @property {string | null} time a stop of the timeline
 * @property {string | null} fit the question of /fit as in its address; empty where none is asked yet
 * @property {string | null} place
 * @property {Point | null} at
 * @property {string | null} spot a point "lat,lng", or a feature "layer/id", that was looked up
 */

/** @typedef {{ name: string, stop: () => void }} Tool */
/** @typedef {{ push?: boolean, keepView?: boolean }} ChangeOptions */

/**
 * @typedef {object} OpenOptions
 * @property {Point | null} [at] the clicked point: the panel then lists all shapes under it
 * @property {boolean} [push] make a step for the back button
 * @property {boolean} [focus] move the focus into the panel
 * @property {boolean} [show] close the tree on a narrow screen, so that the map is seen
 * @property {boolean} [keepView]
 * @property {boolean} [keepLayers]
 * @property {Promise<Place>} [asked] the record of the place, if it is asked for already
 */

/**
 * What every control gets: the map, the layers, and the few things it may ask of the page.
 * @typedef {object} App
 * @property {import("leaflet").Map} map
 * @property {[Pair, Pair]} frame
 * @property {typeof import("atlas/core/url_state.js")} state
 * @property {LayerStack & import("atlas/map/tiles/tile_types.js").TiledStack} layers null until /map.json has come
 * @property {import("atlas/core/name_types.js").NameLabels} labels null until /map.json has come
 * @property {Tool | null} tool
 * @property {Element | null} opener what had the focus before the panel opened
 * @property {(id: string) => HTMLElement} byId
 * @property {() => boolean} isNarrow
 * @property {(wanted: Partial<State>, options?: ChangeOptions) => void} change
 * @property {(id: string, options?: OpenOptions) => Promise<void>} open
 * @property {() => void} close
 * @property {(...content: Child[]) => void} say
 * @property {() => void} hush
 * @property {(change: () => void) => void} quietly
 * @property {(open: boolean) => void} setTree
 */

/**
 * @typedef {object} LayerStack
 * @property {{ id: string }[]} groups
 * @property {LayerEntry[]} list
 * @property {Map<string, LayerEntry>} byId
 * @property {Set<string>} visible
 * @property {Record<string, number>} opacity
 * @property {string[] | null} order
 * @property {Feature[]} focused
 * @property {Set<Feature>} leftOut points that stand in a group
 * @property {GroupSpot[]} pointGroups
 * @property {(points: Set<Feature>, groups: GroupSpot[]) => void} leaveOut
 * @property {(listener: () => void) => void} onChange
 * @property {() => string[]} defaults
 * @property {(id: string) => boolean} isVisible
 * @property {(ids: string[]) => void} show
 * @property {(id: string, on: boolean) => void} toggle
 * @property {() => string[] | null} visibleIds
 * @property {() => LayerEntry[]} visibleLayers
 * @property {(at?: Point | null) => Reach[]} reachable
 * @property {((at: Point | null) => Reach[]) | null} sides
 * @property {Set<string> | null} members
 * @property {Set<string>} elsewhere
 * @property {(id: string) => boolean} isDrawn
 * @property {() => Promise<void>} tile
 * @property {() => string[]} heights
 * @property {import("leaflet").SVG & { groups: Map<string, SVGGElement> }} renderer
 * @property {(shares: Record<string, number> | null) => void} setOpacity
 * @property {() => string[]} stacked
 * @property {(order: string[] | null) => void} setOrder
 * @property {(id: string) => Feature | null} feature
 * @property {(item: Feature | Feature[] | LayerEntry) => import("leaflet").LatLngBounds | null} bounds
 * @property {(feature: Feature | null) => void} mark
 * @property {(feature: Feature | null) => void} hover
 * @property {(features: Feature[] | null) => void} focus
 */

/** @typedef {{ middle: Pair, size: number }} GroupSpot where points stand as one, and how wide in pixels */
/** @typedef {{ id: string, role: string, features: Feature[] }} Reach features of a layer that can be clicked */

/** @typedef {number | [zoom: number, value: number][]} ByZoom between two stops it is interpolated */

/**
 * One fill, stroke, dot or arrow (geo/atlas/paint.py); what is left out has its usual value.
 * @typedef {object} Paint
 * @property {"fill" | "line" | "dot" | "arrow"} part
 * @property {string} colour
 * @property {number} level
 * @property {ByZoom} [opacity]
 * @property {ByZoom} [width]
 * @property {boolean} [inside]
 * @property {string} [dash]
 * @property {string} [cap]
 * @property {"stops"} [at]
 * @property {number} [least_zoom]
 */

/**
 * Features of a layer that are drawn alike (geo/screen/layer_styles.py).
 * @typedef {object} LayerStyle
 * @property {string} id
 * @property {ShapeKind} shape
 * @property {string} recipe
 * @property {boolean} schematic
 * @property {string | null} title_zh
 * @property {string | null} title_en
 * @property {string | null} ink
 * @property {string[]} features
 * @property {string[]} drawn
 * @property {Pair[]} stops
 * @property {number[][]} heads
 * @property {Paint[]} paints
 */

/**
 * A layer of /map.json.
 * @typedef {object} LayerEntry
 * @property {string} id
 * @property {string} group
 * @property {"planning" | "context" | "workspace"} role
 * @property {string} geometry
 * @property {number} order
 * @property {boolean} visible
 * @property {{ stroke: string, stroke_width: number, fill: string, dash: string }} style
 * @property {LayerStyle[]} styles
 * @property {number} count
 * @property {number} located
 * @property {Feature[]} features none of a layer drawn by tiles
 * @property {string} [tiles] address of the description of its tiles, which draw it
 * @property {boolean} [stored] read from where it lies; always with tiles
 * @property {Box | null} [bounds] with tiles
 * @property {{ name: string, kind: string }[]} [fields] its own columns, with tiles
 */

/**
 * A feature of a layer; `layer` and `box` are added here.
 * @typedef {object} Feature
 * @property {string} id
 * @property {string} kind
 * @property {string | null} grade
 * @property {number | null} accuracy_m
 * @property {number | null} area_km2
 * @property {number | null} stated_area_km2
 * @property {Pair} label where its name stands, longitude before latitude
 * @property {Pair[]} [labels] of several areas, that of each
 * @property {string | null} [name_style] key of the table of name styles
 * @property {string} [same_shape] the first place drawn with the same shape
 * @property {Shape | null} geometry null where nobody located it
 * @property {Shape} [outline] its edge, where the geometry is in pieces
 * @property {LayerEntry} layer
 * @property {Box} box null without a geometry
 */

/** @typedef {{ outer: Box, inner: Box, opacity: number }} Fade */

/**
 * The answer /map.json.
 * @typedef {object} MapDocument
 * @property {{ id: string }[]} groups
 * @property {LayerEntry[]} layers
 * @property {import("atlas/core/name_types.js").Names} names
 * @property {{ order: number, fill: string, fades: Fade[] } | null} sheet white margin over the ends of the background
 */

/** @typedef {{ area_km2: number, area_ha: number, area_mu: number }} Areas */
/** @typedef {{ id: string, crs?: string }} Method */
/** @typedef {{ id: string, number: string | null, issued_on: string | null, sequence: number }} Document */
/** @typedef {{ document?: Document | null, section?: string | null }} Sourced what may rest on a document */
/** @typedef {Sourced & { id: string, kind: string, layer: string, basis?: string }} PlaceName */
/** @typedef {{ document: Document, section: string }} Cited */
/** @typedef {{ role: string | null, status: string | null }} Standing of an industry, or of a title */
/** @typedef {Cited & Standing & { claim_id: string, type: string, terms_zh: string[], terms_en: string[] }} Claim */
/** @typedef {{ term_zh: string | null, term_en: string | null }} Term */
/** @typedef {Cited & Term & { name_zh: string, group: string, basis: string }} Industry */
/** @typedef {Cited & { kind: string, basis: string, term_zh: string, term_en: string }} IndustryLink */
/** @typedef {Cited & { place: PlaceName }} AnnexPark */
/**
 * A figure of a document as it is printed.
 * @typedef {{ value: string, value_en: string, kind: string, unit: string | null, year: string | null }} Figure
 */
/** @typedef {{ kind: string, figure: Figure | null }} Compared */
/** @typedef {Cited & Figure & { passed: boolean | null, compared: Compared[] }} Indicator */
/** @typedef {{ zh: string, en: string | null, strength?: string | null }} Wording */

/**
 * Who acts on a measure, by when, how firmly.
 * @typedef {object} MeasureFacets
 * @property {string} theme
 * @property {string} [basis]
 * @property {Wording[]} firmness
 * @property {Wording[]} lead
 * @property {Wording[]} partners
 * @property {Wording | null} deadline
 */
/** @typedef {Cited & MeasureFacets} Measure a measure of policy */
/** @typedef {Cited & { through: PlaceName }} Inherited what applies through another place */
/** @typedef {Method & { area_km2: number, difference_km2: number, difference_share: number }} ExplainedArea */

/**
 * @typedef {object} Relation
 * @property {"in" | "out"} direction
 * @property {string} relation
 * @property {string} basis
 * @property {number | null} position
 * @property {Document | null} document
 * @property {string} section
 * @property {PlaceName} other
 */

/**
 * Areas of a place: drawn, stated, and how far they differ.
 * @typedef {object} PlaceArea
 * @property {number | null} area_km2
 * @property {number | null} area_ha
 * @property {number | null} area_mu
 * @property {number | null} perimeter_km
 * @property {number | null} stated_area_km2
 * @property {number | null} [derived_area_km2] of our own arithmetic
 * @property {number | null} difference_km2
 * @property {number | null} difference_share
 * @property {number | null} uncertainty_km2
 * @property {number | null} [scatter_km2] one standard error
 * @property {string | null} verdict
 * @property {boolean} [drawn_to_size] drawn so that its area is the stated one, which it cannot confirm
 * @property {boolean} derived
 * @property {string[]} derived_from
 * @property {Method | null} method
 * @property {ExplainedArea[]} [explained]
 */

/**
 * The answer /places/<id>.json; of a layer of the reader's own it has `attributes`.
 * @typedef {object} Place
 * @property {string} id
 * @property {string | null} name_zh
 * @property {string | null} name_en
 * @property {string} kind
 * @property {string} layer
 * @property {string[]} aliases
 * @property {PlaceName[]} parents
 * @property {PlaceName[]} children
 * @property {PlaceName[]} unlocated_children
 * @property {PlaceArea | null} area
 * @property {number | null} [length_km]
 * @property {PlaceGeometry} geometry
 * @property {string | null} lead id of the claim the place begins with
 * @property {string[]} lead_same ids of the claims by which other documents say the same
 * @property {{ through: PlaceName, claim: Claim } | null} lead_above of the nearest place above, without an own one
 * @property {Claim[]} claims
 * @property {Indicator[]} indicators
 * @property {Industry[]} industries
 * @property {Measure[]} measures
 * @property {{ targets: (Indicator & Inherited)[], measures: (Measure & Inherited)[] }} inherited
 * @property {IndustryLink[]} industry_links
 * @property {(Cited & { role?: undefined, status?: undefined })[]} annex
 * @property {AnnexPark[]} annex_parks
 * @property {Document[]} documents
 * @property {Relation[]} relations
 * @property {object[]} differences
 * @property {{ name: string, value: unknown }[]} [attributes]
 */

/**
 * @typedef {object} PlaceGeometry
 * @property {string | null} type null where nobody located the place
 * @property {string | null} method
 * @property {number | null} accuracy_m
 * @property {string | null} grade
 */
/** @typedef {{ doc_id: string, section: string, terms_zh: string[] }} Said */
/**
 * @typedef {object} FoundPlace
 * @property {string} id
 * @property {string} kind
 * @property {string | null} grade
 * @property {boolean} located
 * @property {number | null} area_km2
 * @property {Said[]} says
 */

/**
 * The answer /places.json.
 * @typedef {object} FoundPlaces
 * @property {number} count
 * @property {number} located
 * @property {number} measured
 * @property {Areas} sum
 * @property {Areas} overlap
 * @property {Areas} total
 * @property {{ count: number, total: Areas }} innermost
 * @property {FoundPlace[]} places
 * @property {Record<string, Document>} documents
 */

/** @typedef {Record<string, string | number | null> & { place_id: string, located: boolean }} TableRow */

/**
 * The answer /tables/<layer>.json.
 * @typedef {object} Statistics
 * @property {{ id: string }} layer
 * @property {TableRow[]} rows
 * @property {number} all_rows
 * @property {number} measured
 * @property {Areas} total
 * @property {Areas} sum
 * @property {Areas} overlap
 * @property {boolean} own a layer of the reader's own
 * @property {string[]} attributes its columns
 * @property {boolean} [stored] then with `fields`, `matched` and `limit`, and without totals
 * @property {{ name: string }[]} [fields]
 * @property {number} [matched] rows that meet the filter
 * @property {number} [limit] rows of a page
 * @property {Record<string, string[]>} choices values the filters may take
 */

/** @typedef {{ title?: string, detail?: string, rule?: string }} Problem an answer in application/problem+json */
/** @typedef {{ key?: string, detail?: string, problem?: Problem | null }} Failure */
/** @typedef {Node | string | false | null | undefined} Leaf */
/** @typedef {Leaf | ChildList} Child what an element may hold */
/** @typedef {HTMLElementEventMap} Events */
/** @typedef {{ [K in keyof Events as `on${K}`]?: (event: Events[K]) => unknown }} Handlers */
/** @typedef {string | number | boolean | null | undefined} Attribute */
/** @typedef {Handlers & { [name: string]: Attribute | ((event: any) => unknown) }} Props */

export {};
