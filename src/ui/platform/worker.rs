//! The background worker: started when it is first needed, ended to stop what it does.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, Worker};

use crate::background::{Answer, Request, ToPage, ToWorker};

/// Where Trunk puts the worker's start, beside the page.
const SCRIPT: &str = "worker_loader.js";

/// A worker that is not ready after so long will not be. Its program has 2 MB, which a slow line
/// brings in half of that.
const START_LIMIT_MS: u32 = 60_000;

/// What is told about a request.
#[derive(Debug, Clone)]
pub enum Heard {
    /// So much of it is done, in percent.
    Progress(u8),
    /// The answer.
    Answer(Box<Answer>),
    /// The worker could not be started, or broke; it may be another time.
    Failed,
}

/// A task of the page that runs in a worker of its own.
#[derive(Clone, Default)]
pub struct Task(Rc<RefCell<Option<Running>>>);

struct Running {
    worker: Worker,
    /// Ends the wait for the worker to be ready; dropped once it is.
    late: Rc<RefCell<Option<Timeout>>>,
    // Dropped with the worker, not before.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Task {
    /// Asks; what was asked before and is not answered yet is stopped.
    pub fn ask(&self, request: Request, heard: impl Fn(Heard) + Clone + 'static) {
        self.stop();
        let text = serde_json::to_string(&ToWorker { id: 0, request });
        let (Ok(worker), Ok(text)) = (Worker::new(SCRIPT), text) else {
            heard(Heard::Failed);
            return;
        };
        let late = {
            let (worker, heard) = (worker.clone(), heard.clone());
            Timeout::new(START_LIMIT_MS, move || {
                worker.terminate();
                heard(Heard::Failed);
            })
        };
        let late = Rc::new(RefCell::new(Some(late)));
        let on_message = {
            let (worker, heard, late) = (worker.clone(), heard.clone(), late.clone());
            Closure::new(move |event: MessageEvent| {
                let said = event.data().as_string().unwrap_or_default();
                if said.is_empty() {
                    // It is ready.
                    late.borrow_mut().take();
                    let _ = worker.post_message(&JsValue::from_str(&text));
                    return;
                }
                match serde_json::from_str(&said) {
                    Ok(ToPage::Progress(_, percent)) => heard(Heard::Progress(percent)),
                    Ok(ToPage::Answer(_, answer)) => heard(Heard::Answer(answer)),
                    Err(_) => heard(Heard::Failed),
                }
            })
        };
        let on_error = {
            let (worker, late) = (worker.clone(), late.clone());
            Closure::new(move |_: ErrorEvent| {
                late.borrow_mut().take();
                worker.terminate();
                heard(Heard::Failed);
            })
        };
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        *self.0.borrow_mut() = Some(Running {
            worker,
            late,
            _on_message: on_message,
            _on_error: on_error,
        });
    }

    /// Stops what is not answered yet.
    pub fn stop(&self) {
        if let Some(running) = self.0.borrow_mut().take() {
            running.late.borrow_mut().take();
            running.worker.terminate();
        }
    }
}
