//! JSON Schema of the Config file.
pub fn json_schema() -> String {
    String::new()
}
