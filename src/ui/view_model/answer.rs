//! The answer in words: how long a pull takes on the node that comes, against what, what that node
//! costs, and how many of them start.

use super::costs::{self, Figure};
use super::pull::times;
use crate::core::{
    Catalogue, Config, Edit, Evaluation, InViewBecause, LikelyRange, NoEstimate, NodePulls,
    PriceBasis, PullEstimates, TimeSpan, TypeInView, evaluate, turn_soci_on,
};
use crate::ui::strings;

/// What the answer is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// One type.
    One,
    /// All eligible types.
    All,
    /// The launched type, which is not known yet: prices are on their way.
    Awaited,
}

impl About {
    /// From whether the settings ask for all types, and whether prices are waited for.
    pub fn new(all: bool, awaits: bool) -> Self {
        match (all, awaits) {
            (true, _) => Self::All,
            (false, true) => Self::Awaited,
            (false, false) => Self::One,
        }
    }
}

/// The pull.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullAnswer {
    /// `66 s`, or what stands for it.
    pub time: Figure,
    /// What kind of time that is.
    pub what: &'static str,
    /// `53–85 s on`, before the control that names the type.
    pub lead: String,
    /// `1.7× as fast`, or empty.
    pub gain: String,
    /// What goes on from there, or empty.
    pub against: &'static str,
    /// How long stock containerd takes, or empty.
    pub stock: String,
    /// How much sooner than with stock containerd, where that could be seen; or empty.
    pub saves: String,
    /// What bounds it, or why there is nothing to say.
    pub bound: String,
    /// The spread over the rest, or empty.
    pub over: String,
    /// Engine and stock containerd as bars, where both are known.
    pub bars: Option<[PullBar; 2]>,
}

/// A time as a bar; places in thousandths of the longest time of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullBar {
    /// Whose.
    pub name: &'static str,
    /// The shortest time.
    pub low: u32,
    /// The likely time, where the bar ends.
    pub likely: u32,
    /// The longest time.
    pub high: u32,
    /// The likely time in words.
    pub text: String,
}

/// Where SOCI is off: what turns it on, and what comes of that.
#[derive(Debug, Clone, PartialEq)]
pub struct SociOff {
    /// The change.
    pub edit: Edit,
    /// How long the pull takes then, and what that saves; empty where that is not known.
    pub said: String,
    /// The same as bars, where it is about the same node.
    pub bars: Option<[PullBar; 2]>,
}

/// What there is to say where SOCI is off and can be turned on.
pub fn soci_off(
    config: &Config,
    evaluation: &Evaluation,
    catalogue: &Catalogue,
) -> Option<SociOff> {
    let edit = turn_soci_on(config)?;
    let with = evaluate(&config.apply(&edit), catalogue);
    let position = |evaluation: &Evaluation| evaluation.in_view.map(|view| view.position);
    let is_same = position(&with) == position(evaluation);
    let node = with.pull.as_ref().ok().map(|estimates| &estimates.node);
    let said = node.map_or_else(String::new, |node| {
        let time = node.engine.estimate.time.likely().rounded();
        strings::answer::with_soci(&time) + &saves(node)
    });
    let bars = node.filter(|_| is_same).and_then(bars);
    Some(SociOff { edit, said, bars })
}

/// The pull's part of the answer.
pub fn pull(evaluation: &Evaluation, catalogue: &Catalogue, about: About) -> PullAnswer {
    match (&evaluation.pull, about) {
        (Err(why), _) => unknown(*why),
        (Ok(estimates), About::Awaited) => PullAnswer {
            time: muted(strings::answer::ON_ITS_WAY),
            what: strings::answer::LIKELY_PULL,
            lead: strings::answer::ON.to_owned(),
            gain: String::new(),
            against: "",
            stock: String::new(),
            saves: String::new(),
            bound: strings::answer::LOADING.to_owned(),
            over: over_admitted(estimates),
            bars: None,
        },
        (Ok(estimates), About::All) => over_all(estimates, catalogue),
        (Ok(estimates), About::One) => on_one(estimates, evaluation),
    }
}

fn muted(text: &str) -> Figure {
    Figure {
        text: text.to_owned(),
        is_muted: true,
    }
}

fn unknown(why: NoEstimate) -> PullAnswer {
    PullAnswer {
        time: muted(strings::words::UNKNOWN),
        what: strings::answer::PULL,
        lead: strings::answer::ON.to_owned(),
        gain: String::new(),
        against: "",
        stock: String::new(),
        saves: String::new(),
        bound: match why {
            NoEstimate::ImageSize => strings::answer::NO_SIZE,
            NoEstimate::InstanceTypes => strings::answer::NO_TYPE,
            NoEstimate::UnknownType => strings::answer::UNKNOWN_TYPE,
        }
        .to_owned(),
        over: String::new(),
        bars: None,
    }
}

fn on_one(estimates: &PullEstimates, evaluation: &Evaluation) -> PullAnswer {
    let node = &estimates.node;
    let engine = &node.engine.estimate;
    let (gain, against) = against_stock(node);
    let stock = node.stock.as_ref().map_or_else(String::new, |stock| {
        strings::answer::stock_takes(&stock.estimate.time.likely().rounded())
    });
    let launch = &evaluation.launch;
    let over = match estimates.candidates.filter(|_| launch.is_open()) {
        Some(candidates) => {
            let count = launch.groups.first().map_or(0, |it| it.candidates.len());
            strings::answer::over_may_come(&candidates.rounded(), count)
        }
        None => over_admitted(estimates),
    };
    PullAnswer {
        time: Figure {
            text: engine.time.likely().rounded(),
            is_muted: false,
        },
        what: strings::answer::LIKELY_PULL,
        lead: strings::answer::range_on(&engine.time.rounded()),
        gain,
        against,
        stock,
        saves: saves(node),
        bound: [strings::answer::BOTTLENECK, &engine.bound().describe()].concat(),
        over,
        bars: bars(node),
    }
}

fn over_all(estimates: &PullEstimates, catalogue: &Catalogue) -> PullAnswer {
    let Some(spread) = &estimates.spread else {
        return unknown(NoEstimate::InstanceTypes);
    };
    let name = catalogue
        .instances()
        .get(spread.median.position)
        .map_or("", |instance| instance.name);
    PullAnswer {
        time: Figure {
            text: spread.median.time.rounded(),
            is_muted: false,
        },
        what: strings::answer::MEDIAN_PULL,
        lead: strings::answer::range_over(&spread.over_types().rounded()),
        gain: String::new(),
        against: "",
        stock: String::new(),
        saves: String::new(),
        bound: strings::answer::median_of(name),
        over: String::new(),
        bars: None,
    }
}

/// Likely times over every eligible type, or nothing to say.
fn over_admitted(estimates: &PullEstimates) -> String {
    estimates
        .spread
        .as_ref()
        .map_or_else(String::new, |spread| {
            strings::answer::over_admitted(&spread.over_types().rounded(), spread.likely.len())
        })
}

/// From which gain on, in hundredths, the engine is said to be faster; the other way round, slower.
const FASTER: u32 = 105;
const SLOWER: u32 = 95;

/// Whether a gain, in hundredths, is one that could be seen.
pub const fn is_faster(gain: u32) -> bool {
    gain >= FASTER
}

/// How much sooner the image is there than with stock containerd, or nothing.
fn saves(node: &NodePulls) -> String {
    match (node.gain(), &node.stock) {
        (Some(FASTER..), Some(stock)) => {
            let [stock, engine] =
                [stock, &node.engine].map(|pull| pull.estimate.time.likely().as_millis());
            strings::answer::saves(&TimeSpan::from_millis(stock.saturating_sub(engine)).rounded())
        }
        _ => String::new(),
    }
}

/// How much faster the engine is, and what goes on from there.
pub fn against_stock(node: &NodePulls) -> (String, &'static str) {
    match node.gain() {
        None => (String::new(), strings::answer::IS_STOCK),
        Some(gain @ FASTER..) => (
            strings::answer::as_fast(&times(gain)),
            strings::answer::AS_STOCK,
        ),
        Some(SLOWER..FASTER) => (
            strings::answer::NO_FASTER.to_owned(),
            strings::answer::THAN_STOCK,
        ),
        Some(_) => (
            strings::answer::SLOWER.to_owned(),
            strings::answer::THAN_STOCK,
        ),
    }
}

fn bars(node: &NodePulls) -> Option<[PullBar; 2]> {
    let stock = node.stock.as_ref()?.estimate.time;
    let engine = node.engine.estimate.time;
    let longest = u64::from(engine.high().max(stock.high()).as_millis().max(1));
    let bar = |name, time: LikelyRange<TimeSpan>| {
        let place = |time: TimeSpan| {
            let thousandths = u64::from(time.as_millis()) * 1000 / longest;
            u32::try_from(thousandths).unwrap_or(1000)
        };
        PullBar {
            name,
            low: place(time.low()),
            likely: place(time.likely()),
            high: place(time.high()),
            text: time.likely().rounded(),
        }
    };
    let name = if node.is_soci {
        strings::answer::SOCI_BAR
    } else {
        strings::answer::PARALLEL_BAR
    };
    Some([bar(name, engine), bar(strings::answer::STOCK_BAR, stock)])
}

/// A clause, which is our own and begins with a letter of ASCII, as a sentence's beginning.
pub fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// How many nodes start at once, and whether pods are left without one.
pub fn nodes(evaluation: &Evaluation, about: About) -> String {
    if about == About::Awaited {
        return String::new();
    }
    let launch = &evaluation.launch;
    match &launch.nothing {
        Some(nothing) if nothing.is_unknown() => return strings::answer::TYPE_NOT_KNOWN.to_owned(),
        Some(_) => return strings::answer::NOTHING_LAUNCHED.to_owned(),
        None => {}
    }
    if launch.unplaced > 0 {
        return strings::answer::unplaced(launch.unplaced);
    }
    let pods = launch
        .groups
        .iter()
        .map(|it| it.nodes.saturating_mul(it.pods));
    match evaluation.nodes_at_once() {
        0 if !evaluation.bundle.objects().has_workload() => strings::answer::OWN_PODS.to_owned(),
        0 => strings::answer::NO_NODES.to_owned(),
        nodes => strings::answer::nodes(nodes, pods.sum(), evaluation.pools),
    }
}

/// By which prices the launched type was found, where that needs saying.
pub fn basis(evaluation: &Evaluation, about: About) -> Option<String> {
    let is_own = matches!(
        evaluation.launch.prices,
        PriceBasis::Region {
            with_estimates: false,
            ..
        }
    );
    let is_launched = evaluation
        .in_view
        .is_some_and(|view| !matches!(view.because, InViewBecause::Chosen { .. }));
    (about == About::One && is_launched && !is_own)
        .then(|| strings::answer::ordered(&evaluation.launch.prices.describe()))
}

/// What the control says of the type in view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeNow {
    /// Its name, or what stands for it.
    pub name: String,
    /// Why it is the one, or empty.
    pub why: &'static str,
    /// Whether it is no node that comes.
    pub is_odd: bool,
}

/// What the control says while it is closed; `typed` is the name that the user gave.
pub fn type_now(
    evaluation: &Evaluation,
    catalogue: &Catalogue,
    about: About,
    typed: Option<&str>,
) -> TypeNow {
    let now = |name: &str, why, is_odd| TypeNow {
        name: name.to_owned(),
        why,
        is_odd,
    };
    match (about, evaluation.in_view) {
        (About::Awaited, _) => now(strings::answer::FINDING, "", false),
        (About::All, _) => TypeNow {
            name: strings::answer::all_types(evaluation.selection.admitted.len()),
            why: "",
            is_odd: false,
        },
        (About::One, None) => match typed {
            Some(typed) => now(typed, strings::answer::NO_SUCH_TYPE, true),
            None => now(strings::instances::NO_TYPE, "", true),
        },
        (About::One, Some(view)) => {
            let instance = catalogue.instances().get(view.position);
            let (why, is_odd) = why(view.because);
            now(instance.map_or("", |it| it.name), why, is_odd)
        }
    }
}

/// Why a type is in view, beside its name.
pub const fn why(because: InViewBecause) -> (&'static str, bool) {
    match because {
        InViewBecause::Launched => (strings::answer::LIKELY, false),
        InViewBecause::Chosen { is_admitted: true } => (strings::answer::CHOSEN, false),
        InViewBecause::Chosen { is_admitted: false } => (strings::answer::NEVER, true),
        InViewBecause::StandIn => (strings::answer::STAND_IN, true),
        InViewBecause::NotLaunched => (strings::answer::NOT_LAUNCHED, true),
    }
}

/// The whole answer as rows of a table: what, and its value. Nothing is left out but what is not
/// there.
pub fn in_all(
    evaluation: &Evaluation,
    config: &Config,
    catalogue: &Catalogue,
    about: About,
    is_loading: bool,
) -> Vec<(&'static str, String)> {
    let typed = config.costs.instance_type.as_ref();
    let typed = typed.and_then(TypeInView::one).map(|name| name.as_str());
    let now = type_now(evaluation, catalogue, about, typed);
    let answer = pull(evaluation, catalogue, about);
    let with_why = |name: &str, why: &str| match why {
        "" => name.to_owned(),
        why => strings::answer::because(name, why),
    };
    let time = match (&evaluation.pull, about) {
        (Ok(estimates), About::One) => strings::answer::likely_in(
            &answer.time.text,
            &estimates.node.engine.estimate.time.rounded(),
        ),
        (Ok(estimates), About::All) => {
            let spread = estimates.spread.as_ref();
            spread.map_or_else(String::new, |it| it.over_types().rounded())
        }
        _ => answer.time.text.clone(),
    };
    let node = costs::node(&evaluation.costs, is_loading || about == About::Awaited);
    let (month, volume) = costs::month(&evaluation.costs, about == About::Awaited);
    let found = evaluation.launch.groups.iter();
    let found = found.map(|group| group.describe(catalogue));
    let found = found.chain(evaluation.launch.caveats());
    let rows = [
        (strings::print::TYPE, with_why(&now.name, now.why)),
        (strings::print::PULL, time),
        (
            strings::print::STOCK,
            format!("{}{}{}", answer.gain, answer.against, answer.stock),
        ),
        (
            strings::print::BOUND,
            match answer.bound.strip_prefix(strings::answer::BOTTLENECK) {
                Some(bound) => bound.to_owned(),
                None => answer.bound,
            },
        ),
        (strings::print::SPREAD, answer.over),
        (
            strings::print::COST,
            strings::answer::hour_and_month(&node.text, &format!("{month}{volume}")),
        ),
        (strings::print::NODES, nodes(evaluation, about)),
        (
            strings::print::FOUND,
            match about {
                About::Awaited => String::new(),
                About::One | About::All => sentences(found),
            },
        ),
    ];
    rows.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

/// Clauses and sentences, each as a sentence.
fn sentences(all: impl Iterator<Item = String>) -> String {
    let all = all.map(|one| {
        let one = sentence(&one);
        if one.ends_with('.') {
            one
        } else {
            format!("{one}.")
        }
    });
    all.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{About, basis, nodes, pull, type_now};
    use crate::core::{Catalogue, Config, Edit, Evaluation, Field, Preset, evaluate};
    use crate::data::{US_EAST_1, catalogue};
    use crate::ui::view_model::costs;

    fn priced() -> Catalogue {
        catalogue().with_on_demand("us-east-1", US_EAST_1).unwrap()
    }

    fn preset(word: &str, set: &[(&str, &str)]) -> Config {
        let start = Preset::find(word).unwrap().config();
        set.iter().fold(start, |config, (path, text)| {
            let field = Field::find(path).unwrap();
            config.apply(&Edit::typed(field, text, &config).unwrap())
        })
    }

    fn evaluated(word: &str, set: &[(&str, &str)]) -> Evaluation {
        evaluate(&preset(word, set), &priced())
    }

    #[test]
    fn the_answer_is_about_the_node_that_comes() {
        let evaluation = evaluated("vllm-gpu", &[]);
        let answer = pull(&evaluation, &priced(), About::One);
        assert_eq!(answer.time.text, "66 s");
        assert_eq!(answer.lead, "51–96 s on");
        assert_eq!(answer.gain, "1.7× as fast");
        assert_eq!(answer.against, " as stock containerd");
        assert_eq!(answer.stock, " (113 s)");
        assert_eq!(answer.over, "likely 35–101 s over all 42 types");
        let now = type_now(&evaluation, &priced(), About::One, None);
        assert_eq!(
            (now.name.as_str(), now.why),
            ("g6.xlarge", "likely launched")
        );
        assert_eq!(costs::node(&evaluation.costs, false).text, "$0.85/h");
        assert_eq!(
            costs::month(&evaluation.costs, false),
            (
                "$623/month".to_owned(),
                ", $35.00 of which is the volume".to_owned()
            )
        );
        assert_eq!(
            nodes(&evaluation, About::One),
            "Nodes start for your own pods"
        );
        assert_eq!(basis(&evaluation, About::One), None);
    }

    #[test]
    fn nodes_are_counted_over_all_pools() {
        let said = |set| nodes(&evaluated("original-blueprint", set), About::One);
        assert_eq!(said(&[]), "2 nodes start (1 per pool)");
        assert_eq!(
            said(&[("comparison", "false")]),
            "1 node starts for 1 replica"
        );
        assert_eq!(
            said(&[("workload.replicas", "0")]),
            "No replicas, so no node starts"
        );
    }

    #[test]
    fn no_gain_is_said_in_words_and_spot_has_its_own_spread() {
        let evaluation = evaluated("auto-mode", &[]);
        let answer = pull(&evaluation, &priced(), About::One);
        assert_eq!(answer.time.text, "4 min 2 s");
        assert_eq!(answer.gain, "No faster");
        assert_eq!(answer.against, " than stock containerd");
        // The fee is not known.
        assert!(
            costs::node(&evaluation.costs, false)
                .text
                .starts_with("≥ $")
        );

        let evaluation = evaluated("spark-ci", &[]);
        let answer = pull(&evaluation, &priced(), About::One);
        assert!(
            answer.over.ends_with("on 60 possible types"),
            "{}",
            answer.over
        );
        assert!(
            costs::node(&evaluation.costs, false)
                .text
                .starts_with("≤ $")
        );
    }

    #[test]
    fn what_waits_for_prices_names_no_type_and_no_time_of_one() {
        // As the page begins: without any price, the smallest type stands in.
        let evaluation = evaluate(&preset("vllm-gpu", &[]), catalogue());
        let about = About::new(false, true);
        let answer = pull(&evaluation, catalogue(), about);
        assert_eq!(
            (answer.time.text.as_str(), answer.time.is_muted),
            ("…", true)
        );
        assert_eq!(answer.bars, None);
        assert_eq!(answer.over, "likely 35–101 s over all 42 types");
        let now = type_now(&evaluation, catalogue(), about, None);
        assert!(catalogue().position(&now.name).is_none(), "{now:?}");
        assert_eq!(nodes(&evaluation, about), "");
        assert_eq!(basis(&evaluation, about), None);
        // The spread over all types needs no prices.
        assert_eq!(About::new(true, true), About::All);
    }

    #[test]
    fn it_is_said_by_which_prices_the_type_was_found() {
        let evaluation = evaluated("recommended", &[("cluster.region", "eu-central-1")]);
        let said = basis(&evaluation, About::One).unwrap();
        assert!(
            said.starts_with("Types ordered by us-east-1's on-demand prices of"),
            "{said}"
        );
        assert_eq!(costs::node(&evaluation.costs, false).text, "unknown");
        let chosen = evaluated(
            "recommended",
            &[
                ("cluster.region", "eu-central-1"),
                ("costs.instanceType", "m6i.8xlarge"),
            ],
        );
        assert_eq!(basis(&chosen, About::One), None);
    }
}
