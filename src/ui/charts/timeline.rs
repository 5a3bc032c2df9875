//! Rows of bars along one axis of time, and under them how busy something is meanwhile.
//!
//! The rows are one list for the keyboard: a single stop of the Tab key, arrow keys from row to
//! row. What a row means is read out in a line of text above.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::model::{Axis, TableTwin};
use super::scale::percent;
use super::twin::Twin;
use crate::ui::strings;

/// A bar narrower than this, in hundredths of a percent of the axis, has no label.
const ROOM: u32 = 800;
/// A bar narrower than this has none where the page is narrow.
const MUCH_ROOM: u32 = 2_000;

/// A stretch of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Where it begins on the axis.
    pub from: u64,
    /// Where it ends.
    pub to: u64,
    /// Which of [`Timeline::kinds`] it is.
    pub kind: usize,
    /// What stands in it, if there is room.
    pub label: String,
}

/// A row of bars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineRow {
    /// What stands before it.
    pub name: String,
    /// Its bars, from left to right.
    pub parts: Vec<Part>,
    /// Everything about it in a sentence.
    pub words: String,
}

/// How busy something is along the axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// What stands before it.
    pub name: String,
    /// From, to and how busy in percent.
    pub steps: Vec<(u64, u64, u32)>,
    /// Everything about it in a sentence.
    pub words: String,
}

/// Rows that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// What it is.
    pub name: String,
    /// What it comes to.
    pub about: String,
    /// Its rows, from top to bottom.
    pub rows: Vec<TimelineRow>,
    /// What is busy meanwhile.
    pub strips: Vec<Strip>,
}

/// The whole chart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline {
    /// What it shows.
    pub title: String,
    /// The axis of time.
    pub x: Axis,
    /// Names of the kinds of bars, at most four.
    pub kinds: Vec<&'static str>,
    /// From top to bottom, on one axis.
    pub lanes: Vec<Lane>,
    /// The numbers as a table.
    pub twin: TableTwin,
}

impl Timeline {
    fn rows(&self) -> usize {
        let lanes = self.lanes.iter();
        lanes.map(|lane| lane.rows.len() + lane.strips.len()).sum()
    }

    fn describe(&self, index: usize) -> Option<String> {
        let lanes = self.lanes.iter();
        let mut all = lanes.flat_map(|lane| {
            let rows = lane.rows.iter().map(|row| &row.words);
            rows.chain(lane.strips.iter().map(|strip| &strip.words))
        });
        all.nth(index).cloned()
    }
}

/// The chart with its key, its readout and its table.
#[component]
pub fn TimelineChart(
    /// Makes ids of this chart's own.
    id: &'static str,
    #[prop(into)] chart: Signal<Timeline>,
) -> impl IntoView {
    let looked_at = RwSignal::new(None::<usize>);
    let words = move || {
        let index = looked_at.get()?;
        chart.with(|chart| chart.describe(index))
    };
    let readout = move || words().unwrap_or_else(|| strings::charts::POINT_AT_A_BAR.to_owned());
    let title = Memo::new(move |_| chart.with(|chart| chart.title.clone()));
    let twin = Memo::new(move |_| chart.with(|chart| chart.twin.clone()));
    view! {
        <figure class="timeline">
            <figcaption>{title}</figcaption>
            <Key chart />
            <p class="readout" role="status" class:looking=move || looked_at.get().is_some()>{readout}</p>
            <div class="lanes" role="listbox" tabindex="0" id=id aria-label=title
                aria-activedescendant=move || looked_at.get().map(|index| row_id(id, index))
                on:focus=move |_| looked_at.update(|index| *index = index.or(Some(0)))
                on:blur=move |_| looked_at.set(None)
                on:pointerleave=move |_| looked_at.set(None)
                on:keydown=move |event| step(looked_at, chart, &event)>
                <Lanes id chart looked_at />
            </div>
            <Ticks chart />
            <div class="axis-label x">{move || chart.with(|chart| chart.x.label.clone())}</div>
            <Twin caption=title table=twin />
        </figure>
    }
}

fn row_id(id: &str, index: usize) -> String {
    format!("{id}-{index}")
}

/// What each kind of bar looks like.
#[component]
fn Key(chart: Signal<Timeline>) -> impl IntoView {
    let kinds = move || {
        let kinds = chart.with(|chart| chart.kinds.clone());
        let kinds = kinds.into_iter().enumerate().map(|(kind, name)| {
            view! { <li><span class=format!("bar kind-{kind}") aria-hidden="true"></span>{name}</li> }
        });
        kinds.collect_view()
    };
    view! { <ul class="timeline-key" aria-label=strings::charts::KEY>{kinds}</ul> }
}

#[component]
fn Lanes(
    id: &'static str,
    chart: Signal<Timeline>,
    looked_at: RwSignal<Option<usize>>,
) -> impl IntoView {
    move || {
        chart.with(|chart| {
            let mut next = 0;
            let lanes = chart.lanes.iter().map(|lane| {
                let first = next;
                next += lane.rows.len() + lane.strips.len();
                let rows = lane.rows.iter().zip(first..).map(|(row, index)| {
                    let bars = row.parts.iter().map(|part| bar(part, &chart.x));
                    let track = bars.collect_view().into_any();
                    view! { <Row id index name=row.name.clone() words=row.words.clone() looked_at track /> }
                });
                let rows = rows.collect_view();
                let after = first + lane.rows.len();
                let strips = lane.strips.iter().zip(after..).map(|(strip, index)| {
                    let track = area(strip, &chart.x);
                    view! { <Row id index name=strip.name.clone() words=strip.words.clone() looked_at track /> }
                });
                view! {
                    <div class="lane" role="group" aria-label=lane.name.clone()>
                        <p class="lane-head"><strong>{lane.name.clone()}</strong>" "{lane.about.clone()}</p>
                        <div class="lane-rows">
                            <Grid axis=chart.x.clone() />
                            {rows}
                            {strips.collect_view()}
                        </div>
                    </div>
                }
            });
            lanes.collect_view()
        })
    }
}

/// Lines at the ticks, behind the rows.
#[component]
fn Grid(axis: Axis) -> impl IntoView {
    let lines = axis.ticks.iter().map(|(tick, _)| {
        view! { <span style:left=percent(axis.scale.place(*tick))></span> }
    });
    view! { <div class="lane-grid" aria-hidden="true">{lines.collect_view()}</div> }
}

#[component]
fn Row(
    id: &'static str,
    index: usize,
    name: String,
    words: String,
    looked_at: RwSignal<Option<usize>>,
    track: AnyView,
) -> impl IntoView {
    let is_looked_at = Memo::new(move |_| looked_at.get() == Some(index));
    view! {
        <div class="bar-row" role="option" id=row_id(id, index)
            aria-selected=move || is_looked_at.get().to_string()
            class:looked=is_looked_at
            on:pointerenter=move |_| looked_at.set(Some(index))
            on:pointerdown=move |_| looked_at.set(Some(index))>
            <span class="unseen">{words}</span>
            <span class="bar-name" aria-hidden="true">{name}</span>
            <span class="bar-track" aria-hidden="true">{track}</span>
        </div>
    }
}

fn bar(part: &Part, axis: &Axis) -> impl IntoView + use<> {
    let (from, to) = (axis.scale.place(part.from), axis.scale.place(part.to));
    let width = to.saturating_sub(from);
    let label = (width >= ROOM).then(|| part.label.clone());
    view! {
        <span class=format!("bar kind-{}", part.kind) class:tight=width < MUCH_ROOM
            style:left=percent(from) style:width=percent(width)>
            <span class="bar-label">{label}</span>
        </span>
    }
}

/// How busy something is, as one shape.
fn area(strip: &Strip, axis: &Axis) -> AnyView {
    let mut path = String::new();
    for (from, to, busy) in &strip.steps {
        let (from, to) = (axis.scale.place(*from), axis.scale.place(*to));
        let top = 100 - (*busy).min(100);
        path.push_str(&format!("M{from} 100V{top}H{to}V100Z"));
    }
    view! {
        <svg class="busy" viewBox="0 0 10000 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <path d=path />
        </svg>
    }
    .into_any()
}

#[component]
fn Ticks(chart: Signal<Timeline>) -> impl IntoView {
    let ticks = move || {
        chart.with(|chart| {
            let ticks = chart.x.ticks.iter().map(|(tick, text)| {
                let left = percent(chart.x.scale.place(*tick));
                view! { <span class="tick x" style:left=left>{text.clone()}</span> }
            });
            ticks.collect_view()
        })
    };
    view! { <div class="time-axis" aria-hidden="true">{ticks}</div> }
}

/// Up and down go from row to row; Escape looks at none.
fn step(looked_at: RwSignal<Option<usize>>, chart: Signal<Timeline>, event: &KeyboardEvent) {
    let Some(last) = chart.with(|chart| chart.rows().checked_sub(1)) else {
        return;
    };
    let now = looked_at.get_untracked();
    let next = match event.key().as_str() {
        "ArrowDown" | "ArrowRight" => now.map_or(0, |now| now.saturating_add(1)),
        "ArrowUp" | "ArrowLeft" => now.map_or(0, |now| now.saturating_sub(1)),
        "Home" => 0,
        "End" => last,
        "Escape" => {
            looked_at.set(None);
            return;
        }
        _ => return,
    };
    event.prevent_default();
    looked_at.set(Some(next.min(last)));
}
