//! The part of JSON Schema that our schemas use. (A whole validator would change the features of half our dependencies.)

use serde_json::Value;

/// Stops where a value is not as its schema says; `root` is the document that references look into.
pub(crate) fn conforms(value: &Value, schema: &Value, root: &Value, at: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        let found = reference.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
        return conforms(value, found.expect("a reference leads somewhere"), root, at);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let chosen = choices.iter().find(|choice| choice["type"] != "null").filter(|_| !value.is_null());
        if let Some(chosen) = chosen {
            conforms(value, chosen, root, at);
        }
        return;
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    assert!(types.is_empty() || types.contains(&kind), "{at}: {kind} instead of {types:?}");
    assert!(schema["const"].is_null() || schema["const"] == *value, "{at}: {value}");
    if let Some(choices) = schema["enum"].as_array() {
        assert!(choices.contains(value), "{at}: {value} is none of {choices:?}");
    }
    if let Some(object) = value.as_object() {
        for required in schema["required"].as_array().into_iter().flatten() {
            assert!(object.contains_key(required.as_str().unwrap_or("")), "{at}: no {required}");
        }
        for (key, inner) in object {
            let known = &schema["properties"][key];
            let of = if known.is_null() { &schema["additionalProperties"] } else { known };
            assert!(*of != Value::Bool(false), "{at}: {key} is not in the schema");
            conforms(inner, of, root, &format!("{at}/{key}"));
        }
    }
    for (index, inner) in value.as_array().into_iter().flatten().enumerate() {
        conforms(inner, &schema["items"], root, &format!("{at}/{index}"));
    }
}
