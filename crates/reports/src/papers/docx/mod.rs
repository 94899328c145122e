//! A paper as DOCX, to be changed before it is signed: the parts of a sheet as WordprocessingML (docs/decisions/0033).

mod body;
mod table;
mod xml;

use std::io::{Cursor, Write};

use vocab::Day;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::layout::Layout;
use super::sheet::Sheet;
use xml::escaped;

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PARTS: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// The sheet as DOCX, made on a day. The same sheet and day give the same bytes.
pub(crate) fn docx(sheet: &Sheet, title: &str, layout: &Layout, made_on: Day) -> std::io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The first moment that the container can say: when a paper was made stands in its properties.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, content) in [
        ("[Content_Types].xml", content_types()),
        ("_rels/.rels", package_links()),
        ("docProps/core.xml", properties(title, made_on)),
        ("word/document.xml", body::document(sheet, layout)),
        ("word/styles.xml", styles(layout)),
        ("word/settings.xml", settings()),
        ("word/header1.xml", page_number(layout)),
        ("word/_rels/document.xml.rels", document_links()),
    ] {
        zip.start_file(name, options).map_err(std::io::Error::other)?;
        zip.write_all(DECLARATION.as_bytes())?;
        zip.write_all(content.as_bytes())?;
    }
    Ok(zip.finish().map_err(std::io::Error::other)?.into_inner())
}

fn content_types() -> String {
    let part = |name: &str, kind: &str| format!(r#"<Override PartName="{name}" ContentType="{kind}"/>"#);
    let own = |name: &str, kind: &str| part(&format!("/word/{name}.xml"), &format!("{PARTS}.{kind}+xml"));
    format!(
        r#"<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{}{}{}{}{}</Types>"#,
        own("document", "document.main"),
        own("styles", "styles"),
        own("settings", "settings"),
        own("header1", "header"),
        part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    )
}

fn link(id: usize, kind: &str, target: &str) -> String {
    format!(r#"<Relationship Id="rId{id}" Type="{kind}" Target="{target}"/>"#)
}

fn package_links() -> String {
    let core = format!("{PACKAGE}/relationships/metadata/core-properties");
    let document = format!("{OFFICE}/officeDocument");
    let links = link(1, &document, "word/document.xml") + &link(2, &core, "docProps/core.xml");
    format!(r#"<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>"#)
}

fn document_links() -> String {
    let links: String = ["styles", "settings", "header"]
        .iter()
        .zip(["styles.xml", "settings.xml", "header1.xml"])
        .enumerate()
        .map(|(at, (kind, file))| link(at + 1, &format!("{OFFICE}/{kind}"), file))
        .collect();
    format!(r#"<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>"#)
}

fn properties(title: &str, made_on: Day) -> String {
    let at = format!(r#"xsi:type="dcterms:W3CDTF">{made_on}T00:00:00Z<"#);
    format!(
        r#"<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{}</dc:title><dc:creator>Chung Tay</dc:creator><dcterms:created {at}/dcterms:created><dcterms:modified {at}/dcterms:modified></cp:coreProperties>"#,
        escaped(title)
    )
}

/// Times New Roman, as Decree 30/2020 wants; Word has it, and LibreOffice takes a font of the same measures.
fn styles(layout: &Layout) -> String {
    let size = layout.points("body") * 2;
    let font = r#"<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/>"#;
    format!(
        r#"<w:styles xmlns:w="{WORDS}"><w:docDefaults><w:rPrDefault><w:rPr>{font}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>"#
    )
}

fn settings() -> String {
    format!(
        r#"<w:settings xmlns:w="{WORDS}"><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>"#
    )
}

/// The number of the page, in the middle of the top margin; the first page has none.
fn page_number(layout: &Layout) -> String {
    let size = layout.points("page_number") * 2;
    let looks = format!(r#"<w:rPr><w:sz w:val="{size}"/></w:rPr>"#);
    let sign = |kind: &str| format!(r#"<w:r>{looks}<w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    format!(
        r#"<w:hdr xmlns:w="{WORDS}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{}<w:r>{looks}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>{}<w:r>{looks}<w:t>2</w:t></w:r>{}</w:p></w:hdr>"#,
        sign("begin"),
        sign("separate"),
        sign("end"),
    )
}
