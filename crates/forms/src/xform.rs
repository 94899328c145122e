//! The form as XML of the ODK XForms specification, for any OpenRosa client.

use standards::questionnaire::Choice;
use vocab::LocalText;

use crate::form::{Control, Field, Form, Group, HOUSEHOLDS, MEMBERS, Node};
use crate::layout::{AUDIT, ROOT, name_of};
use crate::words::LANGUAGES;
use crate::xpath::relative;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms" xmlns:orx="http://openrosa.org/xforms" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
"#;

impl Form {
    /// The XForm. The lists `households.csv` and `members.csv` come beside it.
    pub fn xform(&self) -> String {
        let mut xml = Xml::default();
        xml.text.push_str(HEAD);
        xml.open("h:head", "");
        xml.line(&format!("<h:title>{}</h:title>", escape(&self.title.vi)));
        xml.open("model", r#" odk:xforms-version="1.0.0""#);
        self.itext(&mut xml);
        self.instance(&mut xml);
        for list in [HOUSEHOLDS, MEMBERS] {
            xml.line(&format!(r#"<instance id="{list}" src="jr://file-csv/{list}.csv"/>"#));
        }
        each_field(&self.nodes, &mut |field| bind(field, &mut xml));
        xml.line(&format!(r#"<bind nodeset="{AUDIT}" type="binary" odk:track-changes="true"/>"#));
        xml.line(&format!(
            r#"<bind nodeset="{ROOT}/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>"#
        ));
        xml.line(&format!(
            r#"<bind nodeset="{ROOT}/meta/instanceName" type="string" calculate="{}"/>"#,
            crate::xlsform::INSTANCE_NAME
        ));
        xml.close("model");
        xml.close("h:head");
        xml.open("h:body", "");
        self.nodes.iter().for_each(|node| body(node, &mut xml));
        xml.close("h:body");
        xml.close("h:html");
        xml.text
    }

    fn itext(&self, xml: &mut Xml) {
        xml.open("itext", "");
        for (at, language) in LANGUAGES.iter().enumerate() {
            let default = if at == 0 { r#" default="true()""# } else { "" };
            xml.open("translation", &format!(r#"{default} lang="{language}""#));
            let mut say = |path: &str, kind: &str, text: &LocalText| {
                let words = if at == 0 { &text.vi } else { &text.en };
                let value = with_outputs(words, path, &self.nodes);
                xml.line(&format!(r#"<text id="{path}:{kind}"><value>{value}</value></text>"#));
            };
            each_node(&self.nodes, &mut |node| match node {
                Node::Group(group) => {
                    if let Some(label) = &group.label {
                        say(&group.path, "label", label);
                    }
                }
                Node::Field(field) => {
                    if let Some(label) = &field.label {
                        say(&field.path, "label", label);
                    }
                    if let Some(hint) = &field.hint {
                        say(&field.path, "hint", hint);
                    }
                    if let Some((_, message)) = &field.constraint {
                        say(&field.path, "jr:constraintMsg", message);
                    }
                    for (at, choice) in choices(field).iter().enumerate() {
                        say(&field.path, &format!("option{at}"), &choice.label);
                    }
                }
            });
            xml.close("translation");
        }
        xml.close("itext");
    }

    fn instance(&self, xml: &mut Xml) {
        xml.open("instance", "");
        xml.open("data", &format!(r#" id="{}" version="{}""#, escape(&self.id), escape(&self.version)));
        nodes_of_instance(&self.nodes, xml);
        xml.line("<meta><audit/><instanceID/><instanceName/></meta>");
        xml.close("data");
        xml.close("instance");
    }
}

fn nodes_of_instance(nodes: &[Node], xml: &mut Xml) {
    for node in nodes {
        match node {
            Node::Field(field) => xml.line(&format!("<{}/>", name_of(&field.path))),
            Node::Group(group) => {
                let name = name_of(&group.path);
                if group.repeats {
                    xml.open(name, r#" jr:template="""#);
                    nodes_of_instance(&group.nodes, xml);
                    xml.close(name);
                }
                xml.open(name, "");
                nodes_of_instance(&group.nodes, xml);
                xml.close(name);
            }
        }
    }
}

fn bind(field: &Field, xml: &mut Xml) {
    let mut bind = format!(r#"<bind nodeset="{}" type="{}""#, field.path, field.data_type);
    let mut set = |name: &str, value: &str| bind.push_str(&format!(r#" {name}="{}""#, escape(value)));
    if let Some(relevant) = &field.relevant {
        set("relevant", relevant);
    }
    if let Some(calculate) = &field.calculate {
        set("calculate", calculate);
    }
    match field.control {
        Control::Note => set("readonly", "true()"),
        Control::Clock(when) => {
            set("jr:preload", "timestamp");
            set("jr:preloadParams", when);
        }
        _ => {}
    }
    if let Some((constraint, _)) = &field.constraint {
        set("constraint", constraint);
        set("jr:constraintMsg", &format!("jr:itext('{}:jr:constraintMsg')", field.path));
    }
    xml.line(&format!("{bind}/>"));
}

fn body(node: &Node, xml: &mut Xml) {
    match node {
        Node::Field(field) => control(field, xml),
        Node::Group(group) => group_of_body(group, xml),
    }
}

fn group_of_body(group: &Group, xml: &mut Xml) {
    let path = &group.path;
    let together = if group.together { r#" appearance="field-list""# } else { "" };
    xml.open("group", &format!(r#"{together} ref="{path}""#));
    if group.label.is_some() {
        xml.line(&format!(r#"<label ref="jr:itext('{path}:label')"/>"#));
    }
    if group.repeats {
        xml.open("repeat", &format!(r#" nodeset="{path}""#));
    }
    group.nodes.iter().for_each(|node| body(node, xml));
    if group.repeats {
        xml.close("repeat");
    }
    xml.close("group");
}

fn control(field: &Field, xml: &mut Xml) {
    let path = &field.path;
    let (tag, further) = match field.control {
        Control::Hidden | Control::Clock(_) => return,
        Control::Input | Control::Note => ("input", ""),
        Control::One(_) | Control::Listed(..) => ("select1", ""),
        Control::Many(_) => ("select", ""),
        Control::Picture { drawn: false } => ("upload", r#" mediatype="image/*""#),
        Control::Picture { drawn: true } => ("upload", r#" appearance="signature" mediatype="image/*""#),
    };
    xml.open(tag, &format!(r#"{further} ref="{path}""#));
    xml.line(&format!(r#"<label ref="jr:itext('{path}:label')"/>"#));
    if field.hint.is_some() {
        xml.line(&format!(r#"<hint ref="jr:itext('{path}:hint')"/>"#));
    }
    for (at, choice) in choices(field).iter().enumerate() {
        let (label, code) = (format!("jr:itext('{path}:option{at}')"), escape(&choice.code));
        xml.line(&format!(r#"<item><label ref="{label}"/><value>{code}</value></item>"#));
    }
    if let Control::Listed(list, filter) = &field.control {
        let filter = filter.as_ref().map(|filter| format!("[{}]", escape(filter))).unwrap_or_default();
        xml.line(&format!(
            r#"<itemset nodeset="instance('{list}')/root/item{filter}"><value ref="name"/><label ref="label"/></itemset>"#
        ));
    }
    for (to, value) in &field.fills {
        let value = escape(value);
        xml.line(&format!(r#"<setvalue event="xforms-value-changed" ref="{to}" value="{value}"/>"#));
    }
    xml.close(tag);
}

pub(crate) fn choices(field: &Field) -> &[Choice] {
    match &field.control {
        Control::One(choices) | Control::Many(choices) => choices,
        _ => &[],
    }
}

/// Shows every node, parents first.
pub(crate) fn each_node(nodes: &[Node], see: &mut dyn FnMut(&Node)) {
    for node in nodes {
        see(node);
        if let Node::Group(group) = node {
            each_node(&group.nodes, see);
        }
    }
}

fn each_field(nodes: &[Node], see: &mut dyn FnMut(&Field)) {
    each_node(nodes, &mut |node| {
        if let Node::Field(field) = node {
            see(field);
        }
    });
}

/// Words with `${name}` as the value of that node.
fn with_outputs(words: &str, from: &str, nodes: &[Node]) -> String {
    let mut parts = words.split("${");
    let mut text = escape(parts.next().unwrap_or_default());
    for part in parts {
        let output = part.split_once('}').and_then(|(name, rest)| Some((path_named(nodes, name)?, rest)));
        match output {
            Some((path, rest)) => {
                text.push_str(&format!(r#"<output value="{}"/>{}"#, relative(from, &path), escape(rest)));
            }
            None => text.push_str(&escape(&format!("${{{part}"))),
        }
    }
    text
}

fn path_named(nodes: &[Node], name: &str) -> Option<String> {
    let mut found = None;
    each_field(nodes, &mut |field| {
        if name_of(&field.path) == name && matches!(field.control, Control::Hidden) {
            found = Some(field.path.clone());
        }
    });
    found
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[derive(Default)]
struct Xml {
    text: String,
    depth: usize,
}

impl Xml {
    fn open(&mut self, name: &str, attributes: &str) {
        self.line(&format!("<{name}{attributes}>"));
        self.depth += 1;
    }

    fn close(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.line(&format!("</{name}>"));
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(&"  ".repeat(self.depth));
        self.text.push_str(line);
        self.text.push('\n');
    }
}
