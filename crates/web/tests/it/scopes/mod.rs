//! Scopes: every route that is [`Policy::Within`] rights, asked by every role in every territorial relation, by every way in.
//!
//! Three things are looked for. **Reading**: nothing of a place outside stands in any answer. **Noticing**: what happens in
//! a place outside changes no answer – no count, no order, no choice. **Doing**: nothing outside can be touched, not even
//! from an own page, and the refusal is the same as for what does not exist.

pub(crate) mod land;
mod stands;
pub(crate) mod ways;

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use registry::access::Right;
use registry::store::Location;
use registry::{Actor, Role};
use store::testing::both;
use tower::ServiceExt;
use web::{Policy, Route, routes};

use crate::client::today;
use land::{Land, Place};
use stands::{Stand, stands};
use ways::{Depth, Way};

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) text: String,
}

impl Land {
    pub(crate) async fn ask(&self, who: &Actor, method: &str, way: &Way) -> Answer {
        loop {
            let answer = self.ask_once(who, method, way).await;
            // A slow machine may count figures for longer than a page waits; then the page asks again, too.
            if answer.status != 202 || method != "GET" {
                return answer;
            }
        }
    }

    async fn ask_once(&self, who: &Actor, method: &str, way: &Way) -> Answer {
        let (kind, form) = way.body();
        let request = Request::builder()
            .method(method)
            .extension(Some(who.clone()))
            .uri(&way.path)
            .header(header::ACCEPT_LANGUAGE, "vi")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(form))
            .unwrap();
        let response = self.pages.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let nonce =
            response.headers().get("content-security-policy").map(|policy| nonce(policy.to_str().unwrap()));
        let location = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        let bytes = to_bytes(response.into_body(), 10_000_000).await.unwrap().to_vec();
        let mut text = if way.path.contains("export.xlsx") && status == 200 {
            cells(bytes)
        } else {
            String::from_utf8_lossy(&bytes).into_owned()
        };
        text = text.replace(&nonce.unwrap_or_default(), "nonce");
        text.push_str(&location.unwrap_or_default());
        Answer { status, text }
    }
}

fn nonce(policy: &str) -> String {
    let after = policy.split_once("'nonce-").map_or("", |(_, after)| after);
    after.split('\'').next().unwrap_or_default().to_owned()
}

/// The cells of a workbook.
fn cells(bytes: Vec<u8>) -> String {
    use calamine::Reader as _;
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    sheet
        .rows()
        .map(|row| row.iter().map(|cell| cell.to_string()).collect::<Vec<_>>().join("\t") + "\n")
        .collect()
}

fn within() -> Vec<(Route, &'static [Right])> {
    let of = |route: Route| match route.policy {
        Policy::Within(rights) => Some((route, rights)),
        // Phones are let in by their own token, whoever is logged in: see `openrosa::who`.
        Policy::Everybody | Policy::Themselves | Policy::Device => None,
    };
    routes().into_iter().filter_map(of).collect()
}

fn may(role: Role, rights: &[Right]) -> bool {
    rights.iter().any(|right| role.may(*right))
}

/// By what each place is known again in an answer.
struct Marks {
    /// The place of a mark, and the mark.
    of: Vec<(usize, String)>,
    all: AhoCorasick,
}

impl Marks {
    fn of(land: &Land) -> Marks {
        let of_place = |(at, place): (usize, &Place)| {
            let marks = [
                place.village.to_string(),
                place.home.household.to_string(),
                place.home.people.first().unwrap().to_string(),
                place.user.to_string(),
                place.grant.to_string(),
                place.draft.to_string(),
                place.paper.to_string(),
                place.form.to_string(),
                place.apart.to_string(),
                place.entry.to_string(),
                place.report.to_string(),
                place.id_number.clone(),
                place.word.to_lowercase(),
            ];
            marks.map(|mark| (at, mark))
        };
        let of: Vec<_> = land.places.iter().enumerate().flat_map(of_place).collect();
        let all = AhoCorasick::builder().ascii_case_insensitive(true).build(of.iter().map(|(_, mark)| mark));
        Marks { all: all.unwrap(), of }
    }

    /// A mark of each place that stands in an answer, without what the request said itself.
    fn shown(&self, answer: &Answer, way: &Way) -> BTreeMap<usize, &str> {
        let said = way.said().to_lowercase();
        let found: BTreeSet<usize> =
            self.all.find_overlapping_iter(&answer.text).map(|found| found.pattern().as_usize()).collect();
        let marks = found.into_iter().map(|mark| &self.of[mark]);
        marks.filter(|(_, mark)| !said.contains(mark)).map(|(at, mark)| (*at, mark.as_str())).collect()
    }
}

/// Who asks: every role at every stand.
fn callers(land: &Land) -> Vec<(Role, Stand, Actor)> {
    let each =
        Role::ALL.into_iter().flat_map(|role| stands(land).into_iter().map(move |stand| (role, stand)));
    each.map(|(role, stand)| {
        let who = land.actor(role, stand.area.clone(), stand.from);
        (role, stand, who)
    })
    .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_role_reads_by_any_route_and_way_what_lies_outside_its_places() {
    both(|location| async move {
        let land = Land::found(&location).await;
        let marks = Marks::of(&land);
        let (mut asked, mut seen) = (0, BTreeSet::new());
        for (role, stand, who) in callers(&land) {
            for (route, rights) in within().into_iter().filter(|(route, _)| route.method == "GET") {
                let is_let_in = may(role, rights) && stand.from == "2025-07-01";
                // These have every right between them; others read by the same rights.
                let is_thorough = matches!(role, Role::CommuneOfficer | Role::Auditor | Role::Administrator);
                let depth = match (is_let_in, is_thorough) {
                    (false, _) => Depth::Door,
                    (true, false) => Depth::Filters,
                    (true, true) => Depth::All,
                };
                for way in ways::to_read(&route, &land, depth) {
                    let answer = land.ask(&who, "GET", &way).await;
                    asked += 1;
                    assert!(answer.status < 500, "{role:?} {:?} {}: {}", stand.area, way.path, answer.status);
                    assert!(
                        is_let_in || answer.status == 403,
                        "{role:?} {:?} {}: {} without a right",
                        stand.area,
                        way.path,
                        answer.status
                    );
                    let mut shown = marks.shown(&answer, &way);
                    for at in 0..land.places.len() {
                        let shown = shown.remove(&at);
                        if stand.covers(at) && is_let_in {
                            if shown.is_some() {
                                seen.insert((route.path, role.code(), stand.relations[at]));
                            }
                        } else if let Some(shown) = shown {
                            panic!(
                                "{role:?} {:?} reads `{shown}` of a place that is {} at {}",
                                stand.area, stand.relations[at], way.path
                            );
                        }
                    }
                }
            }
        }
        eprintln!("{asked} requests; own things seen {} times", seen.len());
        // Who has the right does see their own: otherwise the above would say nothing.
        for route in ["/households", "/households/{id}", "/api/v1/households", "/api/v1/households/{id}"] {
            for relation in ["own", "child", "merged-from"] {
                assert!(seen.contains(&(route, "commune_officer", relation)), "{route} {relation}");
            }
        }
        for route in ["/households/export.csv", "/households/export.xlsx", "/overview", "/api/v1/figures"] {
            assert!(seen.contains(&(route, "commune_officer", "own")), "{route}");
        }
        for route in ["/reports/submissions", "/reports/submissions/{report}"] {
            assert!(seen.contains(&(route, "commune_officer", "own")), "{route}");
        }
        for route in ["/reports/{campaign}/tables/{table}", "/reports/{campaign}/tables/{table}/households"] {
            assert!(seen.contains(&(route, "commune_officer", "own")), "{route}");
        }
        for route in ["/admin/audit/{seq}", "/admin/users", "/admin/users/{user}", "/api/v1/acts"] {
            assert!(seen.contains(&(route, "inspector", "own")), "{route}");
        }
    })
    .await;
}

/// What everybody with a look into the log may know: how long it is. Checkpoints are published.
async fn without_log(land: &Land, text: &str) -> String {
    let checkpoint = land.registry.checkpoint().await.unwrap();
    let mut text = text.replace(&checkpoint.to_string(), "checkpoint");
    // Looks at a file within five minutes are one; a slow machine takes longer, and the looks of this test become two. Whoever
    // looks at a file is inside its place.
    if let Some(from) = text.find("<section aria-labelledby=\"views-title\">") {
        let length = text[from..].find("</section>").unwrap_or(0);
        text.replace_range(from..from + length, "");
    }
    for hidden in ["\"path\":[", "ct-list font-monospace text-break"] {
        if let Some(at) = text.find(hidden) {
            text.truncate(at);
        }
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_notices_what_happens_outside_their_places_in_any_count_order_or_choice() {
    both(|location| async move {
        let land = Land::found(&location).await;
        // Together they have every right to read.
        let roles = [Role::Auditor, Role::Administrator];
        let all: Vec<_> = callers(&land)
            .into_iter()
            .filter(|(role, stand, _)| roles.contains(role) && stand.from > "2025")
            .collect();
        let mut compared = 0;
        let mut before: BTreeMap<(usize, String), (u16, String)> = BTreeMap::new();
        // In this order each step is outside for as many as possible.
        let steps = [None, Some(5), Some(4), Some(3), Some(2)];
        for (step, grown) in steps.into_iter().enumerate() {
            let next = steps.get(step + 1).copied().flatten();
            if let Some(place) = grown {
                land.grow(place).await;
            }
            for (at, (role, stand, who)) in all.iter().enumerate() {
                let outside = |place: Option<usize>| place.is_some_and(|place| !stand.covers(place));
                if !outside(grown) && !outside(next) {
                    continue;
                }
                for (route, rights) in within() {
                    // How large the database is is no secret of a place; a workbook holds what its page or the CSV holds.
                    let is_file =
                        ["export.xlsx", "{file}", "/lists/"].iter().any(|part| route.path.contains(part));
                    let is_other = is_file || route.path == "/admin/health";
                    if route.method != "GET" || !may(*role, rights) || is_other {
                        continue;
                    }
                    for way in ways::to_read(&route, &land, Depth::All) {
                        let answer = land.ask(who, "GET", &way).await;
                        // A refusal carries the number of its request.
                        let text = if answer.status == 200 {
                            without_log(&land, &answer.text).await
                        } else {
                            String::new()
                        };
                        let now = (answer.status, text);
                        let was = before.insert((at, way.path.clone()), now.clone());
                        if let Some(was) = was.filter(|_| outside(grown)) {
                            compared += 1;
                            assert!(
                                was == now,
                                "{role:?} {:?} notices at {} what happened in a place that is {} ({} and {}):\n{}",
                                stand.area,
                                way.path,
                                stand.relations[grown.unwrap()],
                                was.0,
                                now.0,
                                difference(&was.1, &now.1)
                            );
                        }
                    }
                }
            }
        }
        eprintln!("{compared} answers compared");
        assert!(compared > 1000);
    })
    .await;
}

/// The first line in which two texts differ.
fn difference(was: &str, now: &str) -> String {
    let differ = was.lines().zip(now.lines()).find(|(was, now)| was != now);
    differ.map_or_else(|| "one is longer".to_owned(), |(was, now)| format!("- {was}\n+ {now}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn no_form_touches_what_lies_outside_not_even_from_an_own_page() {
    both(|location| async move {
        let land = Land::found(&location).await;
        let acts = land.acts().await;
        let marks = Marks::of(&land);
        let mut sent = 0;
        for (role, stand, who) in callers(&land) {
            for (route, rights) in within().into_iter().filter(|(route, _)| route.method == "POST") {
                let is_let_in = may(role, rights) && stand.from == "2025-07-01";
                let own = (0..land.places.len()).find(|at| stand.covers(*at)).filter(|_| is_let_in);
                for (at, place) in land.places.iter().enumerate() {
                    if is_let_in && stand.covers(at) {
                        continue;
                    }
                    let mut all = ways::to_send(&route, place, &land);
                    if let Some(own) = own {
                        all.extend(ways::to_mix(&route, (&land.places[own], place), &land));
                    }
                    for way in all {
                        let answer = land.ask(&who, "POST", &way).await;
                        sent += 1;
                        let say = || {
                            format!(
                                "{role:?} {:?} sends {way:?}: {} {}",
                                stand.area, answer.status, answer.text
                            )
                        };
                        // What is looked for or counted is shown, and nothing is done.
                        let is_search = route.path.ends_with("/search")
                            || way.fields.iter().any(|(name, value)| {
                                *name == "do" && ["search", "count"].contains(&value.as_str())
                            });
                        assert!(is_let_in || answer.status == 403, "{}", say());
                        assert!(is_search || (400..500).contains(&answer.status), "{}", say());
                        let mut shown = marks.shown(&answer, &way).into_keys();
                        assert!(shown.all(|other| is_let_in && stand.covers(other)), "{}", say());
                    }
                }
            }
        }
        eprintln!("{sent} forms");
        assert_eq!(land.acts().await, acts, "something was done");
    })
    .await;
}

#[test]
fn every_route_has_a_policy_because_there_is_one_way_to_add_one() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut open = vec![root];
    let mut others = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if std::fs::read_to_string(&path).unwrap().contains(".route(")
                && !path.ends_with("routes.rs")
                // Another listener, without a registry behind it: a page and a certificate, and nothing else.
                && !path.ends_with("trust/door.rs")
            {
                others.push(path);
            }
        }
    }
    assert!(others.is_empty(), "routes without a policy in {others:?}: add them with `Routes`");
    let told: BTreeSet<(&str, &str)> = routes().iter().map(|route| (route.method, route.path)).collect();
    assert_eq!(told.len(), routes().len(), "an address is told twice");
    assert!(within().len() > 20);
}

#[test]
fn every_relation_is_in_the_land() {
    // `own, parent, child, sibling, other province, merged-from, merged-to`; and a code that is another place's today.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let fresh = store::testing::Fresh::sqlite();
    let location: Location = fresh.location().clone();
    let land = runtime.block_on(Land::found(&location));
    let all: BTreeSet<&str> = stands(&land).iter().flat_map(|stand| stand.relations).collect();
    for relation in [
        "own",
        "parent's other",
        "child",
        "sibling",
        "other province",
        "merged-from",
        "merged-to",
        "went elsewhere",
    ] {
        assert!(all.contains(relation), "{relation}");
    }
    assert!(today() > "2025-07-01".parse().unwrap());
}
