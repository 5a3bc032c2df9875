//! What the rules find in settings whose values stand in files.

use crate::core::catalogue::Catalogue;
use crate::core::evaluate;
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::report::Import;

impl Import {
    /// Everything to say of the files, by file and line: what reading them said, then what the rules
    /// find in settings whose values are in them.
    pub fn noticed(&self, catalogue: &Catalogue) -> Vec<Diagnostic> {
        let mut all = self.remarks.clone();
        if let Some(config) = &self.config {
            for finding in evaluate(config, catalogue).findings {
                let rule = finding.rule.id;
                let said = all.iter().any(|remark| remark.rule == rule);
                let Some(place) = self.place_of(finding.field).filter(|_| !said) else {
                    continue;
                };
                let path = finding.field.path;
                all.push(Diagnostic::at(
                    rule,
                    finding.severity,
                    place,
                    path,
                    finding.message,
                ));
            }
        }
        all.sort_by_key(|remark| (remark.place, remark.severity));
        all
    }
}
