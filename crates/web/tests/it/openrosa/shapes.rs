//! The requests that clients send, each with the code, headers and body that it must get.

use crate::client::{Answer, raw, send};
use crate::openrosa::field::{Field, MULTIPART, both, filled, form_part, multipart};

/// Method, path below the phone's address, headers, body; the status and what the answer must hold.
struct Shape {
    says: &'static str,
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    status: u16,
    holds: &'static [&'static str],
}

fn get(says: &'static str, path: &str, status: u16, holds: &'static [&'static str]) -> Shape {
    Shape { says, method: "GET", path: path.to_owned(), headers: Vec::new(), body: Vec::new(), status, holds }
}

fn sent(says: &'static str, body: Vec<u8>, status: u16, holds: &'static [&'static str]) -> Shape {
    let headers = vec![("Content-Type", MULTIPART.to_owned()), ("X-OpenRosa-Version", "1.0".to_owned())];
    Shape { says, method: "POST", path: "/submission".to_owned(), headers, body, status, holds }
}

fn with(shape: Shape, name: &'static str, value: &str) -> Shape {
    let mut headers = shape.headers;
    headers.retain(|(known, _)| *known != name);
    headers.push((name, value.to_owned()));
    Shape { headers, ..shape }
}

fn ask(field: &Field, shape: &Shape) -> Answer {
    let path = match shape.path.strip_prefix('!') {
        Some(whole) => whole.to_owned(),
        None => format!("{}{}", field.base(&field.phone), shape.path),
    };
    let headers: Vec<(&str, &str)> =
        shape.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    send(field.house.address, shape.method, &path, &headers, &shape.body)
}

/// What of an answer is not as it must be.
fn wrong(answer: &Answer, shape: &Shape) -> Option<String> {
    let text = String::from_utf8_lossy(&answer.bytes);
    let holds = |part: &&&str| {
        let in_header =
            part.split_once(": ").is_some_and(|(name, value)| answer.header(name).contains(value));
        in_header || text.contains(**part)
    };
    if answer.status != shape.status {
        return Some(format!("{}: {} instead of {}: {text}", shape.says, answer.status, shape.status));
    }
    let missing = shape.holds.iter().find(|part| !holds(part))?;
    Some(format!("{}: no {missing} in {:?} {text}", shape.says, answer.headers))
}

fn form(number: &str) -> Vec<u8> {
    multipart(&[form_part(&filled(number, ""))])
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn shapes(field: &Field) -> Vec<Shape> {
    const ENVELOPE: &[&str] = &["<OpenRosaResponse", "x-openrosa-version: 1.0"];
    const STORED: &[&str] = &[
        "submit_success",
        "Đã lưu trên máy chủ lúc",
        "isComplete=\"true\"",
        "sha256=",
        "x-openrosa-version: 1.0",
    ];
    let campaign = field.campaign;
    let big = vec![b'a'; 13 << 20];
    let deep = format!("<data id=\"phieu-b\">{}{}</data>", "<a>".repeat(60), "</a>".repeat(60));
    let wide = format!("<data id=\"phieu-b\">{}</data>", "<a/>".repeat(60_000));
    let lol = "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]><data id=\"phieu-b\"><a>&lol2;</a></data>";
    let outside =
        "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><data id=\"phieu-b\"><a>&x;</a></data>";
    let photo = |name: &'static str| ("p", name, "image/jpeg", &b"\xff\xd8\xff\xe1EXIF GPS"[..]);
    let named = |file: &'static str, number: &str| multipart(&[form_part(&filled(number, "")), photo(file)]);
    vec![
        get(
            "the list of forms",
            "/formList",
            200,
            &[
                "<xforms xmlns=\"http://openrosa.org/xforms/xformsList\">",
                "<formID>phieu-b</formID>",
                "<version>v2</version>",
                "<hash>md5:",
                "x-openrosa-version: 1.0",
                "content-type: text/xml",
            ],
        ),
        get("only the newest version is listed", "/formList", 200, &["<version>v2</version>"]),
        get("the list names the manifest", "/formList", 200, &["<manifestUrl>http://"]),
        get("the list takes a query", "/formList?formID=phieu-b&verbose=true", 200, &["phieu-b"]),
        with(
            get("the list in the headers of Collect", "/formList", 200, &["phieu-b"]),
            "X-OpenRosa-Version",
            "1.0",
        ),
        with(
            get("the list for a client that takes gzip", "/formList", 200, &["content-encoding: gzip"]),
            "Accept-Encoding",
            "gzip",
        ),
        get(
            "the form",
            "/forms/phieu-b.xml",
            200,
            &["<h:title>Phiếu B</h:title>", "etag: \"", "version=\"v2\""],
        ),
        get("a form that is not here", "/forms/phieu-z.xml", 404, ENVELOPE),
        get("a form without its ending", "/forms/phieu-b", 404, ENVELOPE),
        get(
            "the manifest",
            "/forms/phieu-b/manifest",
            200,
            &[
                "<manifest xmlns=\"http://openrosa.org/xforms/xformsManifest\">",
                "households.csv",
                "<hash>md5:",
            ],
        ),
        get("the manifest of no form", "/forms/phieu-z/manifest", 404, ENVELOPE),
        get(
            "the households",
            "/forms/phieu-b/households.csv",
            200,
            &["name,label", "Lê Thị Hoà", "content-type: text/csv", "etag: \"", "cache-control: private"],
        ),
        get(
            "a quotation mark in an address",
            "/forms/phieu-b/households.csv",
            200,
            &["\"số 1, \"\"ngõ\"\" 2\""],
        ),
        get("a file that no form has", "/forms/phieu-b/passwd", 404, ENVELOPE),
        get("a way to a folder", "/forms/phieu-b/..%2F..%2Fetc%2Fpasswd", 404, ENVELOPE),
        get("households of no form", "/forms/phieu-z/households.csv", 404, ENVELOPE),
        get(
            "an unknown token",
            &format!("!/v1/key/{}/projects/{campaign}/formList", "0".repeat(64)),
            403,
            ENVELOPE,
        ),
        get("a token that is none", &format!("!/v1/key/abc/projects/{campaign}/formList"), 403, ENVELOPE),
        get(
            "a token with letters that are no digits",
            &format!("!/v1/key/{}/projects/{campaign}/formList", "đ".repeat(32)),
            403,
            ENVELOPE,
        ),
        get(
            "another campaign",
            &format!("!/v1/key/{}/projects/{}/formList", field.phone.token, uuid::Uuid::now_v7()),
            404,
            ENVELOPE,
        ),
        get(
            "a campaign that is none",
            &format!("!/v1/key/{}/projects/1/formList", field.phone.token),
            404,
            ENVELOPE,
        ),
        get(
            "no name and no password",
            &format!("!/v1/projects/{campaign}/formList"),
            401,
            &["<OpenRosaResponse", "www-authenticate: realm=\"Chung Tay\""],
        ),
        with(
            get("a scheme that nobody knows", &format!("!/v1/projects/{campaign}/formList"), 401, ENVELOPE),
            "Authorization",
            "Negotiate abc",
        ),
        with(
            get("half a digest", &format!("!/v1/projects/{campaign}/formList"), 401, ENVELOPE),
            "Authorization",
            "Digest username=\"may",
        ),
        with(
            get("a digest of nobody", &format!("!/v1/projects/{campaign}/formList"), 401, ENVELOPE),
            "Authorization",
            "Digest username=\"x\", nonce=\"1-2\", uri=\"/\", response=\"0\"",
        ),
        with(
            get("Basic that is not base64", &format!("!/v1/projects/{campaign}/formList"), 401, ENVELOPE),
            "Authorization",
            "Basic %%%",
        ),
        with(
            get("Basic without a colon", &format!("!/v1/projects/{campaign}/formList"), 401, ENVELOPE),
            "Authorization",
            "Basic YWJj",
        ),
        Shape {
            method: "HEAD",
            ..get(
                "where to send",
                "/submission",
                204,
                &[
                    "location: http://",
                    "x-openrosa-accept-content-length: 1",
                    "x-openrosa-version: 1.0",
                    "date: ",
                ],
            )
        },
        Shape {
            method: "HEAD",
            ..get(
                "where to send, for an unknown token",
                &format!("!/v1/key/{}/projects/{campaign}/submission", "1".repeat(64)),
                403,
                &["x-openrosa-version: 1.0"],
            )
        },
        get("the same by GET", "/submission", 204, &["location: http://"]),
        Shape {
            method: "PUT",
            ..sent("a method that is none", form("uuid:put"), 405, &["x-openrosa-version: 1.0", "allow: "])
        },
        Shape { method: "DELETE", ..get("nothing can be deleted", "/submission", 405, &["allow: "]) },
        sent("a form", form("uuid:1"), 201, STORED),
        sent("the same form again", form("uuid:1"), 201, STORED),
        sent(
            "other bytes under its number",
            multipart(&[form_part(&filled("uuid:1", "x"))]),
            409,
            &["submit_error", "Cả hai bản đều được giữ"],
        ),
        sent("a form with a number of another kind", form("khong-phai-uuid"), 201, STORED),
        sent(
            "a form with its number in an attribute",
            multipart(&[form_part("<data id=\"phieu-b\" version=\"v2\" instanceID=\"uuid:attr\"/>")]),
            201,
            STORED,
        ),
        sent(
            "a form of an older version",
            multipart(&[form_part(&filled("uuid:old", "").replace("v2", "v1"))]),
            201,
            STORED,
        ),
        sent(
            "a form of a version that nobody published",
            multipart(&[form_part(&filled("uuid:new", "").replace("v2", "v9"))]),
            201,
            STORED,
        ),
        sent(
            "a form without a version",
            multipart(&[form_part(&filled("uuid:none", "").replace(" version=\"v2\"", ""))]),
            201,
            STORED,
        ),
        sent(
            "a form that nobody published",
            multipart(&[form_part(&filled("uuid:z", "").replace("phieu-b", "phieu-z"))]),
            404,
            ENVELOPE,
        ),
        sent(
            "a form with a byte order mark",
            multipart(&[form_part(&format!("\u{feff}{}", filled("uuid:bom", "")))]),
            201,
            STORED,
        ),
        sent(
            "a form with a declaration and a comment",
            multipart(&[form_part(&format!("<?xml version='1.0'?><!-- a -->{}", filled("uuid:decl", "")))]),
            201,
            STORED,
        ),
        sent(
            "a form with CDATA and references",
            multipart(&[form_part(&filled("uuid:cdata", "").replace("none", "<![CDATA[a<b]]>&amp;&#7841;"))]),
            201,
            STORED,
        ),
        sent(
            "a form in Vietnamese letters",
            multipart(&[form_part(&filled("uuid:viet", "").replace("none", "Nguyễn Thị Hoà – Đắk"))]),
            201,
            STORED,
        ),
        sent(
            "a form with a photograph",
            multipart(&[form_part(&filled("uuid:photo", "a.jpg")), photo("a.jpg")]),
            201,
            &["name=\"a.jpg\"", "isComplete=\"true\""],
        ),
        sent(
            "a form whose photograph comes later",
            multipart(&[form_part(&filled("uuid:later", "a.jpg"))]),
            202,
            &["isComplete=\"false\"", "<missing name=\"a.jpg\"/>", "còn chờ ảnh"],
        ),
        sent(
            "the photograph alone with the form",
            multipart(&[photo("a.jpg"), form_part(&filled("uuid:later", "a.jpg"))]),
            201,
            &["isComplete=\"true\""],
        ),
        sent(
            "a photograph in Vietnamese letters",
            multipart(&[form_part(&filled("uuid:name", "Ảnh nhà.jpg")), photo("Ảnh nhà.jpg")]),
            201,
            &["name=\"Ảnh nhà.jpg\""],
        ),
        sent(
            "a photograph that the form does not name",
            multipart(&[form_part(&filled("uuid:extra", "")), photo("b.jpg")]),
            201,
            &["name=\"b.jpg\""],
        ),
        sent(
            "the mark of Collect that more follows",
            multipart(&[
                form_part(&filled("uuid:more", "a.jpg")),
                ("*isIncomplete*", "", "text/plain", b"yes"),
            ]),
            202,
            &["<missing"],
        ),
        sent(
            "one file twice in one request",
            multipart(&[form_part(&filled("uuid:twice", "a.jpg")), photo("a.jpg"), photo("a.jpg")]),
            201,
            &["isComplete=\"true\""],
        ),
        sent(
            "an empty file",
            multipart(&[form_part(&filled("uuid:empty", "a.jpg")), ("p", "a.jpg", "image/jpeg", b"")]),
            201,
            &["size=\"0\""],
        ),
        sent("a file name that leads elsewhere", named("../../etc/passwd", "uuid:dir"), 400, ENVELOPE),
        sent("a file name with a backslash", named("..\\\\boot.ini", "uuid:dir2"), 400, ENVELOPE),
        sent("a hidden file", named(".htaccess", "uuid:dot"), 400, ENVELOPE),
        sent("a file name that turns round", named("gpj.\u{202e}exe", "uuid:rtl"), 400, ENVELOPE),
        sent("no form in it", multipart(&[photo("a.jpg")]), 400, ENVELOPE),
        sent(
            "two forms in it",
            multipart(&[form_part("<a id=\"1\"/>"), form_part("<a id=\"1\"/>")]),
            400,
            ENVELOPE,
        ),
        sent("nothing in it", Vec::new(), 400, ENVELOPE),
        sent("half of it", form("uuid:half")[..120].to_vec(), 400, ENVELOPE),
        sent("no XML", multipart(&[form_part("xin chào")]), 400, ENVELOPE),
        sent("XML that is not closed", multipart(&[form_part("<data id=\"phieu-b\">")]), 400, ENVELOPE),
        sent(
            "XML in another encoding",
            multipart(&[(
                "xml_submission_file",
                "a.xml",
                "text/xml",
                b"<data id=\"phieu-b\">\xe1\xba</data>",
            )]),
            400,
            ENVELOPE,
        ),
        sent("entities that grow", multipart(&[form_part(lol)]), 400, ENVELOPE),
        sent("an entity from a file", multipart(&[form_part(outside)]), 400, &["<OpenRosaResponse"]),
        sent("deeper than any form", multipart(&[form_part(&deep)]), 400, ENVELOPE),
        sent("wider than any form", multipart(&[form_part(&wide)]), 400, ENVELOPE),
        sent(
            "a form without a number",
            multipart(&[form_part("<data id=\"phieu-b\"/>")]),
            400,
            &["mã phiếu"],
        ),
        sent(
            "a form that is none",
            multipart(&[form_part("<data><meta><instanceID>uuid:q</instanceID></meta></data>")]),
            400,
            ENVELOPE,
        ),
        sent(
            "a form that is encrypted",
            multipart(&[form_part("<data id=\"phieu-b\"><base64EncryptedKey>a</base64EncryptedKey></data>")]),
            400,
            &["mã hóa"],
        ),
        sent("a form of three megabytes", multipart(&[form_part(&"x".repeat(3 << 20))]), 413, ENVELOPE),
        sent(
            "more than one request may hold",
            multipart(&[form_part(&filled("uuid:big", "a")), ("a", "a", "image/jpeg", &big)]),
            413,
            &["<OpenRosaResponse", "x-openrosa-accept-content-length: "],
        ),
        with(
            sent("a body that is no multipart", b"<data/>".to_vec(), 400, ENVELOPE),
            "Content-Type",
            "text/xml",
        ),
        with(
            sent("multipart without a border", form("uuid:noborder"), 400, ENVELOPE),
            "Content-Type",
            "multipart/form-data",
        ),
        with(sent("a packed body", gzip(&form("uuid:gzip")), 201, STORED), "Content-Encoding", "gzip"),
        with(
            sent(
                "a packed bomb",
                gzip(&multipart(&[form_part(&filled("uuid:bomb", "")), ("a", "a", "a", &vec![0; 80 << 20])])),
                413,
                &["x-openrosa-version: 1.0"],
            ),
            "Content-Encoding",
            "gzip",
        ),
        with(
            sent("a body that is said to be packed", form("uuid:notgzip"), 400, &["x-openrosa-version: 1.0"]),
            "Content-Encoding",
            "gzip",
        ),
        with(
            sent("an English phone", form("uuid:en"), 201, &["Stored on the server at"]),
            "Accept-Language",
            "en",
        ),
        with(
            sent("a phone whose clock stands at 1970", form("uuid:1970"), 201, STORED),
            "Date",
            "Thu, 01 Jan 1970 00:00:00 GMT",
        ),
    ]
}

#[test]
fn every_request_that_clients_send_gets_the_code_headers_and_words_that_they_read() {
    both(|field| {
        let shapes = shapes(field);
        assert!(shapes.len() >= 75);
        let wrong: Vec<String> = shapes.iter().filter_map(|shape| wrong(&ask(field, shape), shape)).collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(field.is_whole());
    });
}

#[test]
fn a_form_in_pieces_of_unknown_length_arrives() {
    both(|field| {
        let body = form("uuid:chunked");
        let path = format!("{}/submission", field.base(&field.phone));
        let mut request = format!(
            "POST {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: {MULTIPART}\r\nTransfer-Encoding: chunked\r\n\r\n"
        );
        for piece in body.chunks(100) {
            request.push_str(&format!("{:x}\r\n{}\r\n", piece.len(), String::from_utf8_lossy(piece)));
        }
        request.push_str("0\r\n\r\n");
        assert!(raw(field.house.address, &request).starts_with("HTTP/1.1 201"));
    });
}

#[test]
fn a_document_that_the_phone_has_is_not_sent_again() {
    both(|field| {
        for path in ["/forms/phieu-b.xml", "/forms/phieu-b/households.csv"] {
            let tag = field.get(path).header("etag").to_owned();
            let known = with(get("again", path, 304, &["etag: \""]), "If-None-Match", &tag);
            let answer = ask(field, &known);
            assert_eq!((answer.status, answer.bytes.len()), (304, 0), "{path}");
            let other = with(get("changed", path, 200, &[]), "If-None-Match", "\"khac\"");
            assert_eq!(ask(field, &other).status, 200);
        }
    });
}

#[test]
fn a_phone_whose_line_breaks_in_the_middle_sends_again_and_nothing_is_half_there() {
    both(|field| {
        let body = multipart(&[
            form_part(&filled("uuid:cut", "a.jpg")),
            ("a", "a.jpg", "image/jpeg", &vec![9; 300_000]),
        ]);
        let path = format!("{}/submission", field.base(&field.phone));
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: {MULTIPART}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        for cut in [1, 200, 150_000, body.len() - 3] {
            use std::io::Write;
            let mut line = std::net::TcpStream::connect(field.house.address).unwrap();
            line.write_all(head.as_bytes()).unwrap();
            line.write_all(&body[..cut]).unwrap();
            drop(line);
        }
        assert!(field.house.wait(field.house.registry.submission("uuid:cut")).unwrap().is_none());
        let answer = send(field.house.address, "POST", &path, &[("Content-Type", MULTIPART)], &body);
        assert_eq!(answer.status, 201, "{}", answer.text());
    });
}
