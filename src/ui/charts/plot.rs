//! The picture of a chart.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;

use super::model::{Chart, Mark, Point};
use super::scale::{self, END, percent};
use super::twin::Twin;
use crate::ui::platform::pointer;
use crate::ui::strings;

/// How much of the plot a letter of a label takes where the plot is narrow.
const LETTER: u32 = 240;

/// A chart with its readout and its table.
#[component]
pub fn Plot(
    /// Makes ids of this chart's own.
    id: &'static str,
    #[prop(into)] chart: Signal<Chart>,
) -> impl IntoView {
    // The point that is looked at, by pointer or keys; else the present setting is read out.
    let looked_at = RwSignal::new(None::<usize>);
    let point = Memo::new(move |_| {
        chart.with(|chart| {
            looked_at
                .get()
                .and_then(|index| chart.points.get(index).cloned())
                .or_else(|| chart.current.clone())
                .or_else(|| chart.points.first().cloned())
        })
    });
    let words = move || point.get().map(|point| point.words);
    let title = Memo::new(move |_| chart.with(|chart| chart.title.clone()));
    let twin = Memo::new(move |_| chart.with(|chart| chart.twin.clone()));
    let rows = Memo::new(move |_| chart.with(label_rows));
    let heading = format!("{id}-title");
    let named_by = heading.clone();
    view! {
        <figure class="chart" aria-labelledby=named_by>
            <figcaption id=heading>{title}</figcaption>
            <p class="readout" class:looking=move || looked_at.get().is_some()>{words}</p>
            <div class="axis-label">{move || chart.with(|chart| chart.y.label.clone())}</div>
            <div class="plot" role="slider" tabindex="0" aria-label=title
                style=("--rows", move || rows.read().iter().max().map_or(0, |row| row + 1).to_string())
                aria-valuemin=move || chart.with(|chart| chart.x.scale.ends().0.to_string())
                aria-valuemax=move || chart.with(|chart| chart.x.scale.ends().1.to_string())
                aria-valuenow=move || point.get().map(|point| point.x.to_string())
                aria-valuetext=words
                on:pointermove=move |event| look(looked_at, chart, &event)
                on:pointerdown=move |event| look(looked_at, chart, &event)
                on:pointerleave=move |_| looked_at.set(None)
                on:blur=move |_| looked_at.set(None)
                on:keydown=move |event| step(looked_at, chart, &event)>
                <Lines chart />
                <Ticks chart />
                <Marks chart rows />
                <Dots chart point looked_at />
            </div>
            <div class="axis-label x">{move || chart.with(|chart| chart.x.label.clone())}</div>
            <Twin caption=title table=twin />
        </figure>
    }
}

/// Grid and the line, stretched over the plot.
#[component]
fn Lines(chart: Signal<Chart>) -> impl IntoView {
    let grid = move || {
        chart.with(|chart| {
            let lines = chart.y.ticks.iter().map(|(tick, _)| {
                let y = END - chart.y.scale.place(*tick);
                view! { <line class="grid" x1="0" x2=END y1=y y2=y /> }
            });
            lines.collect_view()
        })
    };
    let line = move || {
        chart.with(|chart| {
            let mut before = None;
            let points = chart.points.iter().filter_map(|point| {
                let (x, y) = (
                    chart.x.scale.place(point.x),
                    END - chart.y.scale.place(point.y?),
                );
                let until = before.replace(y).map(|before| format!("{x},{before} "));
                Some(format!("{}{x},{y}", until.unwrap_or_default()))
            });
            points.collect::<Vec<_>>().join(" ")
        })
    };
    let marks = move || {
        chart.with(|chart| {
            let lines = chart.marks.iter().map(|mark| {
                let x = chart.x.scale.place(mark.x);
                view! { <line class="knee" x1=x x2=x y1="0" y2=END /> }
            });
            lines.collect_view()
        })
    };
    view! {
        <svg class="lines" viewBox="0 0 10000 10000" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            {grid}
            {marks}
            <polyline class="line" points=line />
        </svg>
    }
}

#[component]
fn Ticks(chart: Signal<Chart>) -> impl IntoView {
    move || {
        chart.with(|chart| {
            let along_x = chart.x.ticks.iter().map(|(tick, text)| {
                let left = percent(chart.x.scale.place(*tick));
                view! { <span class="tick x" style:left=left>{text.clone()}</span> }
            });
            let along_y = chart.y.ticks.iter().map(|(tick, text)| {
                let bottom = percent(chart.y.scale.place(*tick));
                view! { <span class="tick y" style:bottom=bottom>{text.clone()}</span> }
            });
            let ticks = along_x.collect_view();
            view! { <div aria-hidden="true">{ticks}{along_y.collect_view()}</div> }
        })
    }
}

/// The names of marked places, each beside the line at its place.
#[component]
fn Marks(chart: Signal<Chart>, rows: Memo<Vec<usize>>) -> impl IntoView {
    move || {
        chart.with(|chart| {
            let rows = rows.read();
            let marks = chart.marks.iter().zip(rows.iter()).map(|(mark, row)| {
                let at = chart.x.scale.place(mark.x);
                view! {
                    <span class="mark" class:left=scale::is_left(at) style:left=percent(at)
                        style=("--row", row.to_string()) title=mark.meaning.clone()>
                        {mark.label.clone()}
                    </span>
                }
            });
            view! { <div aria-hidden="true">{marks.collect_view()}</div> }
        })
    }
}

/// The present setting, and the point that is looked at.
#[component]
fn Dots(
    chart: Signal<Chart>,
    point: Memo<Option<Point>>,
    looked_at: RwSignal<Option<usize>>,
) -> impl IntoView {
    let place = move |point: &Point| {
        chart.with(|chart| {
            Some((
                percent(chart.x.scale.place(point.x)),
                percent(chart.y.scale.place(point.y?)),
            ))
        })
    };
    let current = move || {
        let current = chart.with(|chart| chart.current.clone())?;
        // A line that falls leaves room above on the right, unless the picture ends there.
        let beside_end = chart.with(|chart| chart.x.scale.place(current.x) > END / 8 * 7);
        let (left, bottom) = place(&current)?;
        Some(view! {
            <span class="dot current" style:left=left.clone() style:bottom=bottom.clone()></span>
            <span class="dot-label" class:left=beside_end style:left=left style:bottom=bottom>{strings::charts::NOW}</span>
        })
    };
    let looked = move || {
        looked_at.get()?;
        let point = point.get()?;
        let (left, bottom) = place(&point)?;
        Some(view! { <span class="dot looked" style:left=left style:bottom=bottom></span> })
    };
    let points = move || {
        let points = chart.with(|chart| chart.points.clone());
        let dots = points.iter().filter_map(place).map(|(left, bottom)| {
            view! { <span class="dot point" style:left=left style:bottom=bottom></span> }
        });
        dots.collect_view()
    };
    view! { <div aria-hidden="true">{points}{current}{looked}</div> }
}

fn label_rows(chart: &Chart) -> Vec<usize> {
    let width = |mark: &Mark| {
        let letters = u32::try_from(mark.label.chars().count()).unwrap_or(END);
        letters.saturating_mul(LETTER).saturating_add(LETTER)
    };
    let labels: Vec<(u32, u32)> = chart
        .marks
        .iter()
        .map(|mark| (chart.x.scale.place(mark.x), width(mark)))
        .collect();
    scale::label_rows(&labels)
}

/// Looks at the point that is nearest to the pointer.
fn look(looked_at: RwSignal<Option<usize>>, chart: Signal<Chart>, event: &MouseEvent) {
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

/// Arrow keys go from point to point, page keys ten at once; Escape goes back to the present
/// setting.
fn step(looked_at: RwSignal<Option<usize>>, chart: Signal<Chart>, event: &KeyboardEvent) {
    const FAR: usize = 10;
    let Some(last) = chart.with(|chart| chart.points.len().checked_sub(1)) else {
        return;
    };
    let now = looked_at.get_untracked().unwrap_or_else(|| {
        chart
            .with(|chart| {
                let current = chart.current.as_ref().map(|point| point.x)?;
                chart.points.iter().position(|point| point.x >= current)
            })
            .unwrap_or(0)
    });
    let next = match event.key().as_str() {
        "ArrowRight" | "ArrowUp" => now.saturating_add(1),
        "ArrowLeft" | "ArrowDown" => now.saturating_sub(1),
        "PageUp" => now.saturating_add(FAR),
        "PageDown" => now.saturating_sub(FAR),
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
