//! Values that the CRDs' patterns let through and Karpenter's own code refuses when it reads them.

use crate::core::config::{ScheduleFault, check_schedule, is_go_duration};
use crate::core::error::quoted;
use crate::core::findings::{Rule, Severity, file_rules};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::document::{Document, Kind};
use crate::core::import::source::SourceLocation;
use crate::core::placeholder::holds_placeholder;
use crate::core::yaml::Node;

/// Says what Karpenter refuses of one document.
pub(in crate::core::import) fn check(found: &Document, remarks: &mut Vec<Diagnostic>) {
    let mut refused = Refused { found, remarks };
    match found.kind {
        Kind::NodePool => refused.node_pool(),
        Kind::Ec2NodeClass => refused.grace_periods(),
        Kind::NodeClass
        | Kind::Deployment
        | Kind::Workload
        | Kind::UserData(_)
        | Kind::NodeFile(_)
        | Kind::Config
        | Kind::Other => {}
    }
}

struct Refused<'a> {
    found: &'a Document,
    remarks: &'a mut Vec<Diagnostic>,
}

impl Refused<'_> {
    fn node_pool(&mut self) {
        let found = self.found;
        for keys in [
            &["spec", "disruption", "consolidateAfter"][..],
            &["spec", "template", "spec", "expireAfter"],
            &["spec", "template", "spec", "terminationGracePeriod"],
        ] {
            self.duration(found.node.at(keys), keys.join("."));
        }
        let keys = ["spec", "disruption", "budgets"];
        let budgets = found.node.at(&keys).map(Node::items);
        for (index, budget) in budgets.unwrap_or_default().iter().enumerate() {
            let path = format!("{}[{index}]", keys.join("."));
            self.duration(budget.get("duration"), format!("{path}.duration"));
            self.schedule(budget.get("schedule"), format!("{path}.schedule"));
        }
    }

    fn grace_periods(&mut self) {
        let keys = ["spec", "kubelet", "evictionSoftGracePeriod"];
        let periods = self.found.node.at(&keys).map(Node::pairs);
        for (key, period) in periods.unwrap_or_default() {
            self.duration(Some(period), format!("{}.{}", keys.join("."), key.text));
        }
    }

    /// A duration of the right form that Go cannot hold.
    fn duration(&mut self, node: Option<&Node>, path: String) {
        let Some((node, text)) = node.and_then(|node| Some((node, node.as_str()?))) else {
            return;
        };
        let has_form = text.ends_with(['h', 'm', 's'])
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || matches!(byte, b'h' | b'm' | b's'));
        if has_form && !is_go_duration(text) {
            let message = format!(
                "{} exceeds Go's maximum duration (2562047h): Karpenter cannot decode the object at all.",
                quoted(text)
            );
            self.report(&file_rules::DURATION_TOO_LONG, node.line, path, message);
        }
    }

    /// A schedule that the CRD's pattern takes and the cron library does not.
    fn schedule(&mut self, node: Option<&Node>, path: String) {
        let Some((node, text)) = node.and_then(|node| Some((node, node.as_str()?))) else {
            return;
        };
        if holds_placeholder(text) {
            return;
        }
        match check_schedule(text) {
            Ok(()) => {}
            Err(ScheduleFault::Unreadable(why)) => {
                let message = format!(
                    "Karpenter cannot parse the schedule {}: {why}. The API server accepts it; Karpenter then disrupts no node of this pool at all.",
                    quoted(text)
                );
                self.report(&file_rules::SCHEDULE_UNREADABLE, node.line, path, message);
            }
            Err(never @ ScheduleFault::Never) => {
                let message = format!("{} never occurs: {never}.", quoted(text));
                self.report(&file_rules::SCHEDULE_NEVER_COMES, node.line, path, message);
            }
        }
    }

    fn report(&mut self, rule: &'static Rule, line: usize, path: String, message: String) {
        let place = SourceLocation {
            file: self.found.place.file,
            line,
        };
        self.remarks
            .push(Diagnostic::at(rule, Severity::Error, place, path, message));
    }
}
