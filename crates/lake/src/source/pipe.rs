//! Reading ahead on a thread of its own.

use std::sync::mpsc::sync_channel;
use std::thread::Scope;

use super::rows::RowStream;

/// So many batches may wait.
const AHEAD: usize = 2;

/// Moves a stream to a new thread. When the result is dropped, the thread ends at its next batch.
pub(crate) fn read_ahead<'scope, 'env>(
    scope: &'scope Scope<'scope, 'env>,
    stream: RowStream<'scope>,
) -> RowStream<'scope> {
    let (sender, receiver) = sync_channel(AHEAD);
    scope.spawn(move || {
        for rows in stream {
            if sender.send(rows).is_err() {
                break;
            }
        }
    });
    Box::new(receiver.into_iter())
}
