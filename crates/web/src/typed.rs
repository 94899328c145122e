//! What somebody typed into a form, in the order of its fields.

use axum::extract::{FromRequest, RawForm, Request};

use crate::error::Refusal;

/// Names and values. No value is printed: some are passwords.
#[derive(Clone, Default)]
pub(crate) struct Typed(pub(crate) Vec<(String, String)>);

impl Typed {
    /// `None` if it cannot be read, or holds NUL, which nobody types and no text may hold.
    pub(crate) fn of_bytes(body: &[u8]) -> Option<Typed> {
        let typed = serde_urlencoded::from_bytes(body).ok().map(Typed)?;
        let has_nul = typed.0.iter().any(|(name, value)| name.contains('\0') || value.contains('\0'));
        (!has_nul).then_some(typed)
    }

    /// The first value of a field as it was typed; one that is missing is empty.
    pub(crate) fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The same without spaces around it.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }
}

impl<S: Send + Sync> FromRequest<S> for Typed {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Typed, Refusal> {
        let RawForm(body) = RawForm::from_request(request, state).await.map_err(|_| Refusal::Unreadable)?;
        Typed::of_bytes(&body).ok_or(Refusal::Unreadable)
    }
}
