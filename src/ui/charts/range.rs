//! The picture of a range: band and likely line over a strip of costs, read out together.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;

use super::model::{Axis, Mark};
use super::place::{Around, Corner, LETTER, Wanted, places};
use super::range_model::{Level, RangeChart, RangePoint, Spot};
use super::scale::{self, END, percent};
use super::twin::Twin;
use crate::ui::platform::pointer;

/// Heights of a line of text and of the gap to its point, in hundredths of a percent of each plot.
const OVER: (u32, u32) = (700, 250);
const OVER_COST: (u32, u32) = (2200, 700);

/// Where the labels of named points may stand, the best place first.
const BESIDE: [Corner; 6] = [
    Corner::AboveRight,
    Corner::BelowLeft,
    Corner::BelowRight,
    Corner::AboveLeft,
    Corner::Above,
    Corner::Below,
];

/// A chart of a range with its readout and its table.
#[component]
pub fn RangePlot(
    /// Makes ids of this chart's own.
    id: &'static str,
    #[prop(into)] chart: Signal<RangeChart>,
) -> impl IntoView {
    // The point that is looked at, by pointer or keys; else the present setting is read out.
    let looked_at = RwSignal::new(None::<usize>);
    let point = Memo::new(move |_| {
        chart.with(|chart| {
            let index = looked_at.get().unwrap_or_else(|| now(chart));
            chart.points.get(index).cloned()
        })
    });
    let words = move || point.get().map(|point| point.words);
    let title = Memo::new(move |_| chart.with(|chart| chart.title.clone()));
    let twin = Memo::new(move |_| chart.with(|chart| chart.twin.clone()));
    let heading = format!("{id}-title");
    let named_by = heading.clone();
    let looked = move || {
        looked_at.get()?;
        let x = point.get()?.x;
        let left = chart.with(|chart| percent(chart.x.scale.place(x)));
        Some(view! { <span class="cursor" style:left=left></span> })
    };
    view! {
        <figure class="chart range" aria-labelledby=named_by>
            <figcaption id=heading>{title}</figcaption>
            <p class="readout" class:looking=move || looked_at.get().is_some()>{words}</p>
            <div class="plots" role="slider" tabindex="0" aria-label=title
                aria-valuemin=move || chart.with(|chart| chart.x.scale.ends().0.to_string())
                aria-valuemax=move || chart.with(|chart| chart.x.scale.ends().1.to_string())
                aria-valuenow=move || point.get().map(|point| point.x.to_string())
                aria-valuetext=words
                on:pointermove=move |event| look(looked_at, chart, &event)
                on:pointerdown=move |event| look(looked_at, chart, &event)
                on:pointerleave=move |_| looked_at.set(None)
                on:blur=move |_| looked_at.set(None)
                on:keydown=move |event| step(looked_at, chart, &event)>
                {move || chart.with(ranges)}
                {move || chart.with(costs)}
                <div aria-hidden="true">{looked}</div>
            </div>
            <div class="axis-label x">{move || chart.with(|chart| chart.x.label.clone())}</div>
            <Twin caption=title table=twin />
        </figure>
    }
}

/// The band, its line, and what they are compared with.
fn ranges(chart: &RangeChart) -> AnyView {
    let place = |(x, y): (u64, u64)| (chart.x.scale.place(x), chart.y.scale.place(y));
    let line: Vec<(u32, u32)> = chart
        .points
        .iter()
        .map(|point| place((point.x, point.y.1)))
        .collect();
    let level = chart
        .level
        .as_ref()
        .map(|level| chart.y.scale.place(level.y.1));
    let around = Around {
        line: &line,
        levels: level.as_slice(),
        text: OVER.0,
        gap: OVER.1,
    };
    let labels = labels(chart, around);
    let end = chart.end.as_ref().map(|mark| {
        let x = chart.x.scale.place(mark.x);
        view! { <line class="knee" x1=x x2=x y1="0" y2=END /> }
    });
    let end_name = chart.end.as_ref().map(|mark| end_label(mark, &chart.x));
    let dots = dots(chart, &chart.spots, &chart.y);
    view! {
        <div class="plot over">
            <svg class="lines" viewBox="0 0 10000 10000" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                {grid(&chart.y)}
                {chart.level.as_ref().map(|level| level_of(level, &chart.y))}
                <polygon class="range-band" points=band(chart) />
                {end}
                <polyline class="line" points=polyline(&line) />
            </svg>
            <div aria-hidden="true">{ticks_up(&chart.y)}{end_name}{dots}{labels}</div>
        </div>
    }
    .into_any()
}

/// What it costs, under the same horizontal axis.
fn costs(chart: &RangeChart) -> AnyView {
    let along = chart.x.ticks.iter().map(|(tick, text)| {
        let left = percent(chart.x.scale.place(*tick));
        view! { <span class="tick x" style:left=left>{text.clone()}</span> }
    });
    let along = along.collect_view();
    if chart.cost.ticks.is_empty() {
        return view! { <div class="plot strip bare"><div aria-hidden="true">{along}</div></div> }
            .into_any();
    }
    let line: Vec<(u32, u32)> = chart
        .points
        .iter()
        .filter_map(|point| {
            let y = chart.cost.scale.place(point.cost?);
            Some((chart.x.scale.place(point.x), y))
        })
        .collect();
    let around = Around {
        line: &line,
        levels: &[],
        text: OVER_COST.0,
        gap: OVER_COST.1,
    };
    let labels = cost_labels(chart, around);
    let dots = dots(chart, &chart.cost_spots, &chart.cost);
    view! {
        <div class="plot strip">
            <div class="axis-label y" aria-hidden="true">{chart.cost.label.clone()}</div>
            <svg class="lines" viewBox="0 0 10000 10000" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                {grid(&chart.cost)}
                <polyline class="line cost" points=polyline(&line) />
            </svg>
            <div aria-hidden="true">{ticks_up(&chart.cost)}{along}{dots}{labels}</div>
        </div>
    }
    .into_any()
}

/// A label and the place that it wants.
struct Label {
    text: String,
    is_current: bool,
    is_level: bool,
    wanted: Wanted,
}

/// Labels of the named points and of the level, each where it covers nothing. The present setting
/// chooses first, then the level.
fn labels(chart: &RangeChart, around: Around<'_>) -> AnyView {
    let named = || chart.spots.iter().filter(|spot| !spot.label.is_empty());
    let level = chart.level.as_ref().map(|level| Label {
        text: level.label.clone(),
        is_current: level.is_current,
        is_level: true,
        wanted: Wanted {
            at: (END, chart.y.scale.place(level.y.1)),
            letters: level.label.chars().count(),
            corners: vec![Corner::AboveLeft, Corner::BelowLeft],
        },
    });
    let spot = |spot| label_of(spot, chart, &chart.y);
    let all = named()
        .filter(|spot| spot.is_current)
        .map(spot)
        .chain(level)
        .chain(named().filter(|spot| !spot.is_current).map(spot));
    placed(all.collect(), around)
}

/// Labels of points of the strip.
fn cost_labels(chart: &RangeChart, around: Around<'_>) -> AnyView {
    let spots = chart.cost_spots.iter();
    placed(
        spots
            .map(|spot| label_of(spot, chart, &chart.cost))
            .collect(),
        around,
    )
}

fn label_of(spot: &Spot, chart: &RangeChart, up: &Axis) -> Label {
    Label {
        text: spot.label.clone(),
        is_current: spot.is_current,
        is_level: false,
        wanted: Wanted {
            at: (chart.x.scale.place(spot.x), up.scale.place(spot.y)),
            letters: spot.label.chars().count(),
            corners: BESIDE.to_vec(),
        },
    }
}

fn placed(labels: Vec<Label>, around: Around<'_>) -> AnyView {
    let wanted: Vec<Wanted> = labels.iter().map(|label| label.wanted.clone()).collect();
    let corners = places(&wanted, around);
    labels
        .into_iter()
        .zip(corners)
        .map(|(label, corner)| {
            let (left, right) = corner.sides();
            let (x, y) = label.wanted.at;
            view! {
                <span class="spot-label" class:current=label.is_current class:level=label.is_level
                    class:left=left class:right=right class:below=!corner.is_above()
                    style:left=percent(x) style:bottom=percent(y)>{label.text}</span>
            }
        })
        .collect_view()
        .into_any()
}

/// The name of the end of what helps, over its line: to the left of it where there is room.
fn end_label(mark: &Mark, along: &Axis) -> impl IntoView + use<> {
    let at = along.scale.place(mark.x);
    let letters = u32::try_from(mark.label.chars().count()).unwrap_or(END);
    let is_left = at >= letters.saturating_mul(LETTER);
    view! {
        <span class="mark" class:left=is_left style:left=percent(at) title=mark.meaning.clone()>
            {mark.label.clone()}
        </span>
    }
}

fn dots(chart: &RangeChart, spots: &[Spot], up: &Axis) -> AnyView {
    spots
        .iter()
        .map(|spot| {
            let left = percent(chart.x.scale.place(spot.x));
            let bottom = percent(up.scale.place(spot.y));
            view! { <span class="dot" class:current=spot.is_current style:left=left style:bottom=bottom></span> }
        })
        .collect_view()
        .into_any()
}

fn grid(up: &Axis) -> impl IntoView + use<> {
    let lines = up.ticks.iter().map(|(tick, _)| {
        let y = END - up.scale.place(*tick);
        view! { <line class="grid" x1="0" x2=END y1=y y2=y /> }
    });
    lines.collect_view()
}

fn ticks_up(up: &Axis) -> impl IntoView + use<> {
    let ticks = up.ticks.iter().map(|(tick, text)| {
        let bottom = percent(up.scale.place(*tick));
        view! { <span class="tick y" style:bottom=bottom>{text.clone()}</span> }
    });
    ticks.collect_view()
}

/// A range that is the same all along: its band, and its likely value as a line.
fn level_of(level: &Level, up: &Axis) -> impl IntoView + use<> {
    let (low, likely, high) = level.y;
    let (low, likely, high) = (
        up.scale.place(low),
        END - up.scale.place(likely),
        up.scale.place(high),
    );
    view! {
        <rect class="level-band" x="0" width=END y=END - high height=high.saturating_sub(low) />
        <line class="level" x1="0" x2=END y1=likely y2=likely />
    }
}

/// The outline of the band: along its lower edge and back along the upper one.
fn band(chart: &RangeChart) -> String {
    let corner = |x: u64, y: u64| {
        format!(
            "{},{}",
            chart.x.scale.place(x),
            END - chart.y.scale.place(y)
        )
    };
    let low = chart.points.iter().map(|point| corner(point.x, point.y.0));
    let high = chart.points.iter().rev();
    let high = high.map(|point| corner(point.x, point.y.2));
    low.chain(high).collect::<Vec<_>>().join(" ")
}

fn polyline(line: &[(u32, u32)]) -> String {
    let points = line.iter().map(|(x, y)| format!("{x},{}", END - y));
    points.collect::<Vec<_>>().join(" ")
}

/// The point that is read out while nothing is pointed at.
fn now(chart: &RangeChart) -> usize {
    let at = |point: &RangePoint| point.x >= chart.rests_at;
    chart.points.iter().position(at).unwrap_or(0)
}

/// Looks at the point that is nearest to the pointer.
fn look(looked_at: RwSignal<Option<usize>>, chart: Signal<RangeChart>, event: &MouseEvent) {
    let Some(at) = pointer::share_of_width(event, END) else {
        return;
    };
    let index = chart.with(|chart| {
        let places = chart
            .points
            .iter()
            .map(|point| chart.x.scale.place(point.x));
        scale::nearest(places, at)
    });
    looked_at.set(index);
}

/// Arrow keys go from point to point; Escape goes back to the present setting.
fn step(looked_at: RwSignal<Option<usize>>, chart: Signal<RangeChart>, event: &KeyboardEvent) {
    const FAR: usize = 5;
    let Some(last) = chart.with(|chart| chart.points.len().checked_sub(1)) else {
        return;
    };
    let here = looked_at.get_untracked().unwrap_or_else(|| chart.with(now));
    let next = match event.key().as_str() {
        "ArrowRight" | "ArrowUp" => here.saturating_add(1),
        "ArrowLeft" | "ArrowDown" => here.saturating_sub(1),
        "PageUp" => here.saturating_add(FAR),
        "PageDown" => here.saturating_sub(FAR),
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
