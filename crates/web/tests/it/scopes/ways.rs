//! The ways in: for every route the addresses and forms that name something of a place, by its path, its query or its
//! fields. A route, a part of a path or a name of a query that is new here stops the test until somebody says what it is.

use std::collections::BTreeSet;

use registry::store::dates::Instant;
use web::Route;

use super::land::{Land, Place, SEALED_FILE};

/// One request.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    pub(crate) path: String,
    pub(crate) fields: Vec<(&'static str, String)>,
    /// What the caller looks for, where the path holds it sealed.
    sought: String,
}

impl Way {
    pub(crate) fn to(path: impl Into<String>) -> Way {
        Way { path: path.into(), fields: Vec::new(), sought: String::new() }
    }

    pub(crate) fn with(mut self, fields: &[(&'static str, &str)]) -> Way {
        self.fields.extend(fields.iter().map(|(name, value)| (*name, (*value).to_owned())));
        self
    }

    /// Its fields as a form, or as one with a file where the address takes files.
    pub(crate) fn body(&self) -> (&'static str, String) {
        let files = ["/documents", "/signature", "/reports/exchange"];
        if !files.iter().any(|end| self.path.ends_with(end)) {
            return ("application/x-www-form-urlencoded", serde_urlencoded::to_string(&self.fields).unwrap());
        }
        let field = |(name, value): &(&str, String)| {
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let fields: String = self.fields.iter().map(field).collect();
        let name = if self.path.ends_with("/signature") { "scan" } else { "file" };
        let file = format!(
            "--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.4\r\n--x--\r\n"
        );
        ("multipart/form-data; boundary=x", fields + &file)
    }

    /// Everything that it says, for leaving out of the answer what the caller brought.
    pub(crate) fn said(&self) -> String {
        let fields = self.fields.iter().map(|(_, value)| value.as_str());
        [self.path.as_str(), self.sought.as_str()].into_iter().chain(fields).collect::<Vec<_>>().join(" ")
    }
}

fn sealed(text: &str, land: &Land) -> String {
    land.registry.seal_search(land.caller, text, Instant::now()).expect("random numbers")
}

/// The address of a route for something of a place; `None` has nothing of a place in its path.
pub(crate) fn path(route: &Route, place: &Place, land: &Land) -> Option<String> {
    let filled = match route.path.split_once('{') {
        None => return None,
        Some(("/snapshots/", _)) => {
            let of_all = route.path.replace("{id}", &land.snapshot.to_string());
            of_all.replace("{*path}", SEALED_FILE)
        }
        Some(("/households/" | "/api/v1/households/", _)) => {
            route.path.replace("{id}", &place.home.household.to_string())
        }
        Some(("/admin/audit/" | "/api/v1/acts/" | "/admin/points/", _)) => route.path.to_owned(),
        Some(("/admin/villages/", _)) => route.path.replace("{village}", &place.village.to_string()),
        Some(("/admin/users/", _)) => route.path.replace("{user}", &place.user.to_string()),
        Some(("/reports/submissions/", _)) => {
            route.path.replace("{report}", &place.report.to_string()).replace("{file}", "bao-cao.docx")
        }
        Some(("/reports/", _)) => {
            let of_review = route.path.replace("{campaign}", &land.campaigns[1].to_string());
            let table = if route.path.contains("/lists/") { "15" } else { "1" };
            let of_table = of_review.replace("{table}", table).replace("{file}", "bieu-01.xlsx");
            of_table.replace("{commune}", place.commune)
        }
        Some(("/review/", _)) => {
            let of_proceeding = route.path.replace("{proceeding}", &place.proceeding.to_string());
            let of_village = of_proceeding.replace("{village}", &place.village.to_string());
            let household = place.home.household.to_string();
            of_village.replace("{complaint}", &household).replace("{household}", &household)
        }
        Some(("/imports/", _)) => route.path.replace("{id}", &place.draft.to_string()),
        Some(("/field/", _)) => {
            let of_campaign = route.path.replace("{campaign}", &land.campaigns[1].to_string());
            let of_user = of_campaign.replace("{user}", &place.user.to_string());
            of_user.replace("{reinterview}", &place.home.household.to_string())
        }
        Some(_) => panic!("say in `ways::path` what `{}` names", route.path),
    };
    let person = place.home.people.first().unwrap();
    let filled = filled
        .replace("{person}", &person.to_string())
        .replace("{seq}", &place.registered.to_string())
        .replace("{into}", &place.home.household.to_string())
        .replace("{document}", &place.paper.to_string())
        .replace("{form}", &place.form.to_string())
        .replace("{apart}", &place.apart.to_string())
        .replace("{entry}", &place.entry.to_string())
        .replace("{file}", &place.home.household.to_string())
        .replace("{number}", "0")
        .replace("{kind}", "move");
    assert!(!filled.contains('{'), "say in `ways::path` what `{}` names", route.path);
    Some(filled)
}

/// What may be asked under a name of the query.
fn values(name: &str, land: &Land) -> Vec<String> {
    let of = |value: fn(&Place) -> String| -> Vec<String> { land.places.iter().map(value).collect() };
    let fixed = |values: &[&str]| -> Vec<String> { values.iter().map(|value| (*value).to_owned()).collect() };
    match name {
        "q" => {
            let each = [
                of(|place| place.word.to_owned()),
                of(|place| place.home.number.to_string()),
                of(|place| place.id_number.clone()),
                fixed(&["le van", "thon"]),
            ];
            each.concat()
        }
        // What is looked for stands sealed in the address, for whoever looks.
        "s" => values("q", land).iter().map(|text| sealed(text, land)).collect(),
        "deprived" => fixed(&["toilet_type", "hygienic_toilet"]),
        "from_year" => fixed(&["2024"]),
        "commune" => {
            let all: BTreeSet<&str> = land.places.iter().map(|place| place.commune).collect();
            fixed(&all.into_iter().collect::<Vec<_>>())
        }
        "village" => of(|place| place.village.to_string()),
        "area" => land.areas.iter().map(ToString::to_string).collect(),
        "by" | "surveyor" => of(|place| place.user.to_string()),
        "recorded" => of(|place| place.registered.to_string()),
        "place" => of(|place| format!("village:{}", place.village)),
        "outcome" => fixed(&["poor", "not_poor", "none"]),
        "year" => fixed(&["2024", "2025"]),
        "minority" => fixed(&["yes", "no"]),
        "order" => fixed(&["name", "number", "deprivations"]),
        "col" => fixed(&["village", "commune", "address"]),
        "page" => fixed(&["1", "2"]),
        "day" | "from" | "until" => fixed(&["2024-06-01", "2026-06-15"]),
        "known" => fixed(&["2025-07-01"]),
        "report" => fixed(&["official-2025", "monthly-2026-03"]),
        "table" => fixed(&["1"]),
        "standard" => fixed(&["vn-2022"]),
        "borders" => fixed(&["then", "today"]),
        "province" => fixed(&["68", "79"]),
        "row" => of(|place| place.village.to_string()),
        "column" => fixed(&["1", "3"]),
        "rows" => fixed(&["people"]),
        "procedure" => fixed(&["yearly-2021", "monthly-2021"]),
        "kind" => fixed(&["household.register", "assessment.record"]),
        "role" => fixed(&["surveyor"]),
        "show" => fixed(&["all"]),
        "checkpoint" => fixed(&["chungtay-log/1 0 0 0"]),
        _ => panic!("say in `ways::values` what may be asked as `{name}`"),
    }
}

/// How many ways are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// The address alone: whoever has no right is refused before anything is read.
    Door,
    /// Each filter alone.
    Filters,
    /// Filters in each order, searches, and what stands behind figures, too.
    All,
}

/// Every way to read by a route: by the path of each place, and by what may be asked.
pub(crate) fn to_read(route: &Route, land: &Land, depth: Depth) -> Vec<Way> {
    let paths: Vec<String> = match path(route, &land.places[0], land) {
        None => vec![route.path.to_owned()],
        Some(_) => land.places.iter().filter_map(|place| path(route, place, land)).collect(),
    };
    // Where nothing of a place stands in the path, all places have the same one.
    let paths: BTreeSet<String> = paths.into_iter().chain(mixed(route, land)).collect();
    let mut queries = vec![String::new()];
    if depth != Depth::Door {
        queries.extend(filters(route, land, depth));
    }
    if depth != Depth::Door && route.asks.contains(&"column") {
        let rows = [values("village", land), values("commune", land)].concat();
        queries.extend(rows.iter().map(|row| format!("?column=3&row={row}")));
        queries.extend(values("village", land).iter().map(|village| format!("?column=3&village={village}")));
    }
    if depth == Depth::All && route.asks.contains(&"from_year") {
        queries.extend(decided(land));
    }
    let each =
        paths.iter().flat_map(|path| queries.iter().map(move |query| Way::to(format!("{path}{query}"))));
    let mut ways: Vec<Way> = each.collect();
    if depth == Depth::All && route.asks.contains(&"s") {
        let texts = values("q", land).into_iter();
        ways.extend(texts.map(|sought| {
            let path = format!("{}?s={}", route.path, sealed(&sought, land));
            Way { sought, ..Way::to(path) }
        }));
    }
    ways
}

/// Addresses of the household of one place that name something of another.
fn mixed(route: &Route, land: &Land) -> Vec<String> {
    let named = ["{into}", "{document}"].into_iter().find(|part| route.path.contains(part));
    let Some(part) = named else { return Vec::new() };
    let value = |place: &Place| match part {
        "{into}" => place.home.household.to_string(),
        _ => place.paper.to_string(),
    };
    let each = land.places.iter().flat_map(|own| land.places.iter().map(move |other| (own, other)));
    let each = each.filter(|(own, other)| own.home.household != other.home.household);
    each.map(|(own, other)| {
        route.path.replace("{id}", &own.home.household.to_string()).replace(part, &value(other))
    })
    .collect()
}

/// Each filter alone, and those of places in each order.
fn filters(route: &Route, land: &Land, depth: Depth) -> Vec<String> {
    let orders = if route.asks.contains(&"order") { values("order", land) } else { Vec::new() };
    let mut queries = Vec::new();
    for name in route.asks.iter().filter(|name| **name != "s") {
        for value in values(name, land) {
            // Ids as they are, so that what the caller said can be told from what is answered.
            let asked = format!("?{name}={}", crate::client::encoded(&value).replace("%2D", "-"));
            if depth == Depth::All && matches!(*name, "commune" | "village") {
                queries.extend(orders.iter().map(|order| format!("{asked}&order={order}&col=commune")));
            }
            queries.push(asked);
        }
    }
    queries
}

/// The households behind a figure: what was decided in a year, in a place, in borders of today or of the time.
fn decided(land: &Land) -> Vec<String> {
    let mut queries = Vec::new();
    for year in ["year=2024", "year=2025", "year=2025&from_year=2024&from=poor", "year=2024&deprived=toilet"]
    {
        let of_year = format!("?standard=vn-2022&{year}");
        for commune in values("commune", land) {
            queries.push(format!("{of_year}&commune={commune}"));
            queries.push(format!("{of_year}&commune={commune}&borders=then"));
        }
        queries.extend(values("village", land).iter().map(|village| format!("{of_year}&village={village}")));
        queries.push(format!("{of_year}&borders=then"));
        queries.push(of_year);
    }
    queries
}

/// Every form by which a route could touch something of `place`.
pub(crate) fn to_send(route: &Route, place: &Place, land: &Land) -> Vec<Way> {
    let way = || Way::to(path(route, place, land).unwrap_or_else(|| route.path.to_owned()));
    let why = [("reason", "thử"), ("on", "2026-06-01"), ("seen", "999999")];
    let person = place.home.people.first().unwrap().to_string();
    match route.path {
        "/households/search" | "/api/v1/households/search" => {
            let asked = values("q", land).into_iter().map(|text| way().with(&[("q", &text)]));
            let village = place.village.to_string();
            asked
                .chain([way().with(&[("village", &village)]), way().with(&[("commune", place.commune)])])
                .collect()
        }
        "/households/{id}/numbers/{person}" | "/imports/{id}/confirm" | "/imports/{id}/abort" => vec![way()],
        "/households/{id}/undo/{seq}" => vec![way().with(&why)],
        "/households/{id}/changes/{kind}" => changes(&way().path, &why, &person, &place.village.to_string()),
        "/households/{id}/merge/search" => vec![way().with(&[("q", "le van")])],
        "/households/{id}/merge/{into}" => ["check", "record"]
            .map(|go| way().with(&why).with(&[("go", go), ("seen-into", "999999")]))
            .to_vec(),
        "/households/{id}/documents" => vec![way().with(&[("kind", "other"), ("title", "Đơn")])],
        "/households/{id}/documents/{document}/remove" => vec![way().with(&why)],
        "/imports/{id}/decisions" => {
            vec![way().with(&[("household-0", "new"), ("ethnic", "2008"), ("campaign", "")])]
        }
        // A file is not a form, and what it holds is matched against the sender's places by the tests of lists.
        "/imports" => vec![way()],
        "/reports/submissions/new" => {
            let fields = [("report", "official-2025"), ("commune", place.commune), ("acknowledged", "yes")];
            vec![
                way().with(&fields),
                way().with(&[("report", "monthly-2026-03"), ("commune", place.commune)]),
            ]
        }
        "/reports/submissions/consolidate" => {
            vec![way().with(&[
                ("report", "official-2025"),
                ("province", place.province),
                ("acknowledged", "yes"),
            ])]
        }
        "/reports/submissions/{report}" => ["receive", "return", "accept"]
            .map(|what| way().with(&[("do", what), ("comment", "thử")]))
            .to_vec(),
        "/reports/submissions/{report}/bundle" => {
            let key = land.registry.exchange_key().unwrap().to_string();
            ["report", "receipt"].map(|what| way().with(&[("what", what), ("to", &key)])).to_vec()
        }
        // A file that is no bundle; what bundles may hold is the matter of their own tests.
        "/reports/exchange" => vec![way()],
        "/reports/exchange/peers" => {
            let other =
                registry::Registry::new(land.registry.store().clone(), registry::Keys::of_secret([9; 32]));
            let key = other.exchange_key().unwrap().to_string();
            let area = format!("commune:{}", place.commune);
            vec![way().with(&[("name", "Khác"), ("key", &key), ("area", &area)])]
        }
        "/reports/exchange/peers/end" => vec![way().with(&[("peer", &place.user.to_string())])],
        // A counting that nobody asked for, or somebody else.
        "/reports/stop" => vec![way().with(&[("work", "1")])],
        "/admin/users" => vec![],
        "/admin/villages" => vec![way().with(&village_fields(place))],
        "/admin/villages/{village}" => vec![way().with(&village_fields(place))],
        "/admin/villages/{village}/close" => {
            vec![way().with(&[("closed_from", "2026-06-01"), ("document", "thử")])]
        }
        "/admin/villages/{village}/undo/{seq}" => vec![way().with(&why)],
        // Whoever has no role everywhere is refused whatever is sent.
        "/admin/snapshots" => {
            vec![way().with(&[("campaign", &land.campaigns[1].to_string()), ("reason", "thử")])]
        }
        "/admin/areas" => {
            vec![way().with(&[("do", "add"), ("name", "Bảo Lộc"), ("unit", place.commune)])]
        }
        "/admin/points" | "/admin/points/confirm" => {
            vec![way().with(&[("standard", "vn-2022"), ("source", "thử")])]
        }
        "/admin/snapshots/stop" => vec![way().with(&[("work", &land.snapshot.to_string())])],
        "/admin/users/{user}/grants" => grants(&way(), place),
        "/admin/users/{user}/grants/end" => vec![way().with(&[("grant", &place.grant.to_string())])],
        "/admin/users/{user}/password" => vec![way()],
        // Of the villages of others nobody can share anything, whether their surveyor is named or not.
        "/field/{campaign}/share" | "/field/{campaign}/assignments" => vec![way().with(&[
            ("user", &place.user.to_string()),
            ("village", &place.village.to_string()),
            ("which", "all"),
            ("seen", &"0".repeat(64)),
        ])],
        "/field/{campaign}/roster" => vec![way().with(&[
            ("user", &place.user.to_string()),
            ("held_on", "2026-06-01"),
            ("place", "xã"),
            ("trainer", "thử"),
        ])],
        "/field/{campaign}/roster/end" => {
            vec![way().with(&[("training", &place.user.to_string()), ("reason", "thử")])]
        }
        // A sample is of the places of whoever announces it: it names none.
        "/field/{campaign}/reinterviews" => vec![],
        "/field/{campaign}/reinterviews/draw" => {
            vec![way().with(&[("plan", &place.user.to_string()), ("user", &place.user.to_string())])]
        }
        "/field/{campaign}/assignments/end" => vec![way().with(&[
            ("user", &place.user.to_string()),
            ("household", &place.home.household.to_string()),
            ("reason", "thử"),
        ])],
        "/field/{campaign}/devices" => {
            vec![way().with(&[("user", &place.user.to_string()), ("label", "Máy thử")])]
        }
        "/field/{campaign}/devices/end" => vec![way().with(&[("device", &place.user.to_string())])],
        "/field/{campaign}/record" => vec![way()],
        "/field/{campaign}/forms/{form}/search" => {
            values("q", land).iter().map(|text| way().with(&[("q", text)])).collect()
        }
        "/field/{campaign}/entries/search" => {
            values("q", land).iter().map(|text| way().with(&[("q", text)])).collect()
        }
        "/field/{campaign}/entries" => {
            vec![way().with(&[("household", &place.home.household.to_string())])]
        }
        "/field/{campaign}/entries/{entry}" => {
            vec![
                way().with(&[("h.zone", "urban"), ("do", "save")]),
                way().with(&[("h.zone", "urban"), ("do", "done")]),
            ]
        }
        "/field/{campaign}/entries/{entry}/settle" => vec![way().with(&[("f0", "a")])],
        "/field/{campaign}/entries/{entry}/end" | "/field/{campaign}/forms/{form}/correct" => vec![way()],
        "/field/{campaign}/forms/{form}/compare" => {
            ["check", "record"].map(|go| way().with(&[("f0", "a"), ("do", go), ("reason", "thử")])).to_vec()
        }
        "/field/{campaign}/forms/{form}/decide" => {
            let household = place.home.household.to_string();
            let each = ["household", "list", "zone", "form", "files", "again", "set_aside"];
            each.map(|what| way().with(&[("do", what), ("household", &household), ("reason", "thử")]))
                .to_vec()
        }
        "/field/{campaign}/apart/{apart}/decide" => {
            ["take", "keep"].map(|what| way().with(&[("do", what), ("reason", "thử")])).to_vec()
        }
        "/review/new" => vec![way().with(&[
            ("procedure", "yearly-2021"),
            ("year", "2025"),
            ("month", "9"),
            ("commune", place.commune),
        ])],
        path if path.starts_with("/review/{proceeding}") => reviewed(path, &way(), place),
        // The form of a campaign is of no place.
        "/field/{campaign}/form" => vec![],
        other => panic!("say in `ways::to_send` what is sent to `{other}`"),
    }
}

/// Everything that can be pressed on a page of the review.
fn reviewed(route: &str, way: &Way, place: &Place) -> Vec<Way> {
    let (household, village) = (place.home.household.to_string(), place.village.to_string());
    let fields = [
        ("household", household.as_str()),
        ("village", village.as_str()),
        ("complaint", household.as_str()),
        ("feedback", household.as_str()),
        ("finding", "nothing_found"),
        ("words", "thử"),
        ("form", "review"),
        ("reason", "thử"),
        ("why", "moved"),
        ("goes_on", "yes"),
        ("what", "still_holds"),
        ("to", "survey"),
        ("meeting", "0"),
        ("held_on", "2026-06-01"),
        ("present", "10"),
        ("hash", "0000000000000000000000000000000000000000000000000000000000000000"),
        ("about", "wrong_data"),
        ("from", "citizen"),
        ("office", "commune_chair"),
        ("agrees", "yes"),
        ("explanation", "thử"),
        ("report", "results"),
        ("number", "1/QĐ-UBND"),
        ("corrects", "1/QĐ-UBND"),
        ("corrects_on", "2026-06-01"),
        ("signed_on", "2026-06-01"),
    ];
    let pressed: &[&str] = match route.rsplit('/').next().unwrap_or_default() {
        "roster" => &["enroll", "ask", "screen", "leave", "search"],
        "meeting" => &["hold", "minutes", "answer", "count"],
        "complaints" => &["receive", "recheck", "answer", "search"],
        "feedback" => &["take", "settle"],
        "recognition" => &["ask", "give", "consider", "propose", "certify", "answer", "report"],
        "certificates" => &["make", "again", "stop", "resume", "issue"],
        "correction" => &["reconsider", "propose", "sign"],
        "{village}" => &["survey", "classify", "pass", "back"],
        "pass" | "pass-empty" | "determinations" | "posting" | "signature" => &["pass"],
        other => panic!("say in `ways::reviewed` what is pressed on `{other}`"),
    };
    pressed.iter().map(|what| way.clone().with(&fields).with(&[("do", what)])).collect()
}

/// A village in the commune of a place.
fn village_fields(place: &Place) -> [(&'static str, &'static str); 7] {
    [
        ("name", "Thôn Mới"),
        ("kind", "thon"),
        ("commune", place.commune),
        ("zone", "rural"),
        ("zone_source", "thử"),
        ("from", "2026-06-01"),
        ("document", "thử"),
    ]
}

fn changes(move_path: &str, why: &[(&'static str, &str)], person: &str, village: &str) -> Vec<Way> {
    let form = |kind: &str| Way::to(move_path.replace("/move", &format!("/{kind}"))).with(why);
    vec![
        form("move").with(&[("village", village)]),
        form("person").with(&[("person", person), ("name", "Khác")]),
        form("death").with(&[("person", person)]),
        form("head").with(&[("person", person)]),
        form("join").with(&[("name", "Mới"), ("relation", "child")]),
        form("split").with(&[("person", person), ("head", person), ("village", village)]),
    ]
}

fn grants(way: &Way, place: &Place) -> Vec<Way> {
    let areas = [
        format!("village:{}", place.village),
        format!("commune:{}", place.commune),
        format!("province:{}", place.province),
        "everywhere".to_owned(),
    ];
    let fields = |area: &String| {
        way.clone().with(&[
            ("role", "commune_officer"),
            ("place", area),
            ("from", "2026-06-15"),
            ("until", ""),
        ])
    };
    areas.iter().map(fields).collect()
}

/// Forms of an own household or user that name something of another place.
pub(crate) fn to_mix(route: &Route, (own, other): (&Place, &Place), land: &Land) -> Vec<Way> {
    let Some(way) = path(route, own, land).map(Way::to) else { return Vec::new() };
    let why = [("reason", "thử"), ("on", "2026-06-01"), ("seen", "999999")];
    let person = other.home.people.first().unwrap().to_string();
    let (mine, village) = (own.home.people.first().unwrap().to_string(), other.village.to_string());
    match route.path {
        "/households/{id}/changes/{kind}" => {
            let mut ways = changes(&way.path, &why, &person, &village);
            // To join takes nothing of another place.
            ways.retain(|way| !way.path.ends_with("/join"));
            let to = way.path.replace("/move", "/split");
            ways.push(Way::to(to).with(&why).with(&[
                ("person", &mine),
                ("head", &mine),
                ("village", &village),
            ]));
            ways
        }
        "/households/{id}/numbers/{person}" => vec![Way::to(way.path.replace(&mine, &person))],
        "/households/{id}/merge/{into}" => {
            let (mine, theirs) = (own.home.household.to_string(), other.home.household.to_string());
            let pairs =
                [format!("/households/{mine}/merge/{theirs}"), format!("/households/{theirs}/merge/{mine}")];
            let each = pairs.into_iter().flat_map(|to| ["check", "record"].map(|go| (to.clone(), go)));
            each.map(|(to, go)| Way::to(to).with(&why).with(&[("go", go), ("seen-into", "999999")])).collect()
        }
        "/households/{id}/documents/{document}/remove" => {
            let to = way.path.replace(&own.paper.to_string(), &other.paper.to_string());
            vec![Way::to(to).with(&why)]
        }
        "/households/{id}/documents" => {
            vec![way.with(&[("kind", "other"), ("title", "Đơn"), ("person", &person)])]
        }
        "/households/{id}/undo/{seq}" => {
            let to = way.path.replace(&format!("/{}", own.registered), &format!("/{}", other.registered));
            vec![Way::to(to).with(&why)]
        }
        // An own form is said to be of another place's household.
        "/field/{campaign}/forms/{form}/decide" => {
            let household = other.home.household.to_string();
            vec![way.with(&[("do", "household"), ("household", &household), ("reason", "thử")])]
        }
        "/admin/villages/{village}" => vec![way.with(&village_fields(other))],
        "/admin/villages/{village}/close" => {
            vec![way.with(&[("closed_from", "2026-06-01"), ("document", "thử"), ("successor", &village)])]
        }
        "/admin/users/{user}/grants" => grants(&way, other),
        "/admin/users/{user}/grants/end" => vec![way.with(&[("grant", &other.grant.to_string())])],
        _ => Vec::new(),
    }
}
