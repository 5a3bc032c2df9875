//! The instance types that every number can be about, as a list to choose from.

use crate::core::{
    Catalogue, Column, Config, Evaluation, InstanceRows, LaunchCandidate, Order, PriceBasis,
    TimeSpan,
};
use crate::ui::strings;

/// Most types that are listed under a head.
const MAX_TYPES: usize = 100;
/// Most types that are not admitted; they are listed only by their names.
const MAX_OTHERS: usize = 20;

/// A type to choose.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TypeOption {
    /// What the setting becomes: a name, `all`, or nothing for the launched type.
    pub word: String,
    /// What it is called.
    pub name: String,
    /// Why it stands there, or empty.
    pub note: &'static str,
    /// The likely pull, or empty.
    pub pull: String,
    /// The price of an hour, or empty.
    pub price: String,
}

/// Types of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TypeGroup {
    /// What they have in common.
    pub head: &'static str,
    /// The types.
    pub options: Vec<TypeOption>,
    /// How many more there are, which a longer query finds.
    pub more: usize,
}

/// The types by groups, those whose names have all words of the query: the launched one and all
/// together, the next in line, the other admitted ones; of the rest only what is asked for.
pub fn groups(
    query: &str,
    evaluation: &Evaluation,
    config: &Config,
    catalogue: &Catalogue,
) -> Vec<TypeGroup> {
    let query = query.trim().to_ascii_lowercase();
    let list = List {
        query: query.split_whitespace().collect(),
        evaluation,
        catalogue,
        rows: InstanceRows::new(catalogue, catalogue.on_demand(&config.cluster.region)),
    };
    let launch = &evaluation.launch;
    let next = launch.runners_up();
    let is_next = |position: usize| {
        launch.likely() == Some(position) || next.iter().any(|it| it.position == position)
    };
    let admitted = &evaluation.selection.admitted;
    let mut others: Vec<usize> = admitted
        .iter()
        .copied()
        .filter(|position| !is_next(*position))
        .collect();
    list.rows.sort(&mut others, Column::Price, Order::Ascending);
    let not_admitted = (0..catalogue.instances().len())
        .filter(|position| !query.is_empty() && admitted.binary_search(position).is_err());
    let next_head = if launch.is_open() {
        strings::answer::MAY_COME
    } else {
        strings::answer::NEXT
    };
    let groups = [
        list.first(),
        list.group(
            next_head,
            next.iter().map(|it| list.candidate(it)),
            MAX_TYPES,
        ),
        list.group(
            strings::answer::OTHERS,
            others.into_iter().map(|position| list.option(position)),
            MAX_TYPES,
        ),
        list.group(
            strings::answer::NOT_ADMITTED,
            not_admitted.map(|position| list.option(position)),
            MAX_OTHERS,
        ),
    ];
    let mut groups: Vec<TypeGroup> = groups.into_iter().flatten().collect();
    // A name that is typed in full is meant, wherever it stands.
    groups.sort_by_key(|group| group.options.iter().all(|option| option.name != query));
    groups
}

struct List<'a> {
    query: Vec<&'a str>,
    evaluation: &'a Evaluation,
    catalogue: &'a Catalogue,
    rows: InstanceRows<'a>,
}

impl List<'_> {
    fn is_meant(&self, option: &TypeOption) -> bool {
        let name = option.name.to_ascii_lowercase();
        self.query.iter().all(|word| name.contains(word))
    }

    fn group(
        &self,
        head: &'static str,
        options: impl Iterator<Item = TypeOption>,
        most: usize,
    ) -> Option<TypeGroup> {
        let mut options: Vec<TypeOption> = options.filter(|it| self.is_meant(it)).collect();
        let more = options.len().saturating_sub(most);
        options.truncate(most);
        (!options.is_empty()).then_some(TypeGroup {
            head,
            options,
            more,
        })
    }

    /// The launched type and all together.
    fn first(&self) -> Option<TypeGroup> {
        let launch = &self.evaluation.launch;
        let admitted = &self.evaluation.selection.admitted;
        let is_foreseen = launch.is_foreseen(admitted.len());
        let candidates = launch.groups.first().map(|group| &group.candidates);
        let likely = candidates.and_then(|it| it.first()).map(|it| TypeOption {
            word: String::new(),
            note: if is_foreseen {
                strings::answer::LIKELY
            } else {
                strings::answer::STAND_IN
            },
            ..self.candidate(it)
        });
        let spread = self.evaluation.pull.as_ref().ok();
        let spread = spread.and_then(|pull| pull.spread.as_ref());
        let all = (admitted.len() > 1).then(|| TypeOption {
            word: "all".to_owned(),
            name: strings::answer::all_types(admitted.len()),
            note: "",
            pull: spread.map_or_else(String::new, |it| it.over_types().rounded()),
            price: String::new(),
        });
        self.group(
            strings::answer::FIRST,
            likely.into_iter().chain(all),
            usize::MAX,
        )
    }

    fn candidate(&self, candidate: &LaunchCandidate) -> TypeOption {
        // Prices of another Region put types in order; they are not what is paid.
        let is_own = matches!(self.evaluation.launch.prices, PriceBasis::Region { .. });
        let option = self.option(candidate.position);
        match candidate.price.filter(|_| is_own) {
            Some(price) => TypeOption {
                price: price.rounded(),
                ..option
            },
            None => option,
        }
    }

    fn option(&self, position: usize) -> TypeOption {
        let name = self.catalogue.instances().get(position);
        let name = name.map_or("", |instance| instance.name).to_owned();
        let price = self.rows.price(position).map(|price| price.rounded());
        TypeOption {
            word: name.clone(),
            name,
            note: "",
            pull: likely(self.evaluation, position).map_or_else(String::new, TimeSpan::rounded),
            price: price.unwrap_or_default(),
        }
    }
}

/// The likely pull on an eligible type.
pub fn likely(evaluation: &Evaluation, position: usize) -> Option<TimeSpan> {
    let at = evaluation
        .selection
        .admitted
        .binary_search(&position)
        .ok()?;
    let spread = evaluation.pull.as_ref().ok()?.spread.as_ref()?;
    spread.likely.get(at).copied()
}

#[cfg(test)]
mod tests {
    use super::groups;
    use crate::core::{Preset, evaluate};
    use crate::data::{US_EAST_1, catalogue};
    use crate::ui::strings;

    #[test]
    fn the_launched_type_is_first_and_any_other_is_found_by_its_name() {
        let catalogue = catalogue().with_on_demand("us-east-1", US_EAST_1).unwrap();
        let config = Preset::find("vllm-gpu").unwrap().config();
        let evaluation = evaluate(&config, &catalogue);
        let found = |query| groups(query, &evaluation, &config, &catalogue);
        let all = found("");
        let heads: Vec<&str> = all.iter().map(|group| group.head).collect();
        assert_eq!(
            heads,
            [
                strings::answer::FIRST,
                strings::answer::NEXT,
                strings::answer::OTHERS
            ]
        );
        let first = &all[0].options[0];
        assert_eq!(
            (first.name.as_str(), first.word.as_str()),
            ("g6.xlarge", "")
        );
        assert_eq!(
            (first.pull.as_str(), first.price.as_str()),
            ("66 s", "$0.805")
        );
        assert_eq!(all[0].options[1].word, "all");
        assert_eq!(all[1].options[0].name, "g6.2xlarge");
        let count: usize = all.iter().map(|group| group.options.len()).sum();
        // Every eligible type once, and all together.
        assert_eq!(count, evaluation.selection.admitted.len() + 1);

        let other = found("m6i.8x");
        assert_eq!(other[0].head, strings::answer::NOT_ADMITTED);
        assert_eq!(other[0].options[0].word, "m6i.8xlarge");
        assert_eq!(other[0].options[0].pull, "");
        // A whole name is first, whatever else has it within its own.
        assert_eq!(found("m6i.large")[0].options[0].name, "m6i.large");
        assert!(found("zebra").is_empty());
        let many = found("large");
        assert!(many.iter().any(|group| group.more > 0));
    }
}
