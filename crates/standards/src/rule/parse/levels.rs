//! How deep a rule can be, found without building its syntax tree: the parser recurses once a level, and a hostile rule
//! must not exhaust the stack.
//!
//! The text is read in the tokens of the parser's own lexer, and what that lexer would skip over is refused, so that
//! nothing hides in a text or a comment. Operators are forgotten only where a complete operand ends, so that the
//! parser's recovery from errors cannot join what was counted apart.

/// Why a text has no levels, and on which line of the rule.
#[derive(Debug)]
pub(crate) struct Unreadable {
    pub(crate) line: usize,
    pub(crate) message: String,
    pub(crate) hint: &'static str,
}

const PARTNER: &str = "every bracket and every quote needs its partner";

/// An upper bound on the depth of the syntax tree; anything above `most` where that is exceeded.
///
/// # Errors
/// A bracket or a quote without its partner, or a character that no rule has.
pub(crate) fn levels(text: &str, most: usize) -> Result<usize, Unreadable> {
    let mut open = vec![Level::new(None)];
    let (mut depth, mut deepest, mut line) = (1, 1, 0);
    let mut after_operand = false;
    let mut rest = text;
    while !rest.is_empty() {
        let unreadable = |message: String, hint| Unreadable { line, message, hint };
        let (length, token) = token(rest).map_err(|(message, hint)| unreadable(message, hint))?;
        let (whole, after) = rest.split_at_checked(length.max(1)).unwrap_or((rest, ""));
        let Some(top) = open.last_mut() else { break };
        match token {
            Token::Space => {}
            Token::Operand => after_operand = true,
            Token::Operator => (top.operators, depth, after_operand) = (top.operators + 1, depth + 1, false),
            Token::Conditional => {
                (top.conditionals, depth, after_operand) = (top.conditionals + 1, depth + 1, false)
            }
            Token::Logic => {
                if after_operand {
                    depth -= std::mem::take(&mut top.operators);
                }
                after_operand = false;
            }
            Token::Separator => after_operand = false,
            Token::Open(closing) => {
                // `x[0]` is a step from x, as `x.y` is.
                if after_operand && closing == ']' {
                    (top.operators, depth) = (top.operators + 1, depth + 1);
                }
                open.push(Level::new(Some(closing)));
                (depth, after_operand) = (depth + 1, false);
            }
            Token::Close(closing) => {
                if top.closing != Some(closing) {
                    return Err(unreadable(format!("`{closing}` closes nothing"), PARTNER));
                }
                depth -= 1 + top.conditionals + top.operators;
                open.pop();
                after_operand = true;
            }
        }
        deepest = deepest.max(depth);
        if deepest > most {
            return Ok(deepest);
        }
        line += whole.matches('\n').count();
        rest = after;
    }
    match open.last().and_then(|level| level.closing) {
        Some(closing) => {
            Err(Unreadable { line, message: format!("a `{closing}` is missing"), hint: PARTNER })
        }
        None => Ok(deepest),
    }
}

/// What is open inside one pair of brackets.
struct Level {
    closing: Option<char>,
    conditionals: usize,
    /// Since the last `&&` or `||`.
    operators: usize,
}

impl Level {
    fn new(closing: Option<char>) -> Level {
        Level { closing, conditionals: 0, operators: 0 }
    }
}

enum Token {
    /// Or a comment.
    Space,
    Operand,
    Operator,
    Conditional,
    Logic,
    Separator,
    Open(char),
    Close(char),
}

/// A token with its length in bytes, or what is wrong with it and the remedy.
type Read = Result<(usize, Token), (String, &'static str)>;

fn token(text: &str) -> Read {
    let mut letters = text.chars();
    let (Some(first), second) = (letters.next(), letters.next()) else { return Ok((0, Token::Space)) };
    let two = |token| Ok((2, token));
    let one = |token| Ok((1, token));
    match (first, second) {
        ('"' | '\'', _) => quoted(text, 0, false),
        ('a'..='z' | 'A'..='Z' | '_', _) => word(text),
        ('0'..='9', _) => Ok((text.bytes().take_while(u8::is_ascii_digit).count(), Token::Operand)),
        (' ' | '\t' | '\r' | '\n' | '\u{c}', _) => one(Token::Space),
        ('/', Some('/')) => Ok((text.find('\n').unwrap_or(text.len()), Token::Space)),
        ('&', Some('&')) | ('|', Some('|')) => two(Token::Logic),
        ('=' | '!' | '<' | '>', Some('=')) => two(Token::Operator),
        ('!' | '+' | '-' | '*' | '/' | '%' | '<' | '>' | '.', _) => one(Token::Operator),
        ('?', _) => one(Token::Conditional),
        (':' | ',', _) => one(Token::Separator),
        ('(', _) => one(Token::Open(')')),
        ('[', _) => one(Token::Open(']')),
        ('{', _) => one(Token::Open('}')),
        (')' | ']' | '}', _) => one(Token::Close(first)),
        ('&', _) => Err(("`&` is not an operator".to_owned(), "write && for both")),
        ('|', _) => Err(("`|` is not an operator".to_owned(), "write || for either")),
        ('=', _) => Err(("`=` is not an operator".to_owned(), "write == to compare")),
        _ => Err((format!("`{first}` is no part of a rule"), "letters outside A-Z stand only in texts")),
    }
}

/// A name, `in`, or a text with a prefix.
fn word(text: &str) -> Read {
    let length = text.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    let (word, after) = text.split_at_checked(length).unwrap_or((text, ""));
    match word {
        "r" | "R" if after.starts_with(['"', '\'']) => quoted(text, 1, true),
        "b" | "B" if after.starts_with(['"', '\'']) => quoted(text, 1, false),
        "br" | "bR" | "Br" | "BR" if after.starts_with(['"', '\'']) => quoted(text, 2, true),
        _ if after.starts_with(['"', '\'']) => {
            Err((format!("a text follows `{word}` without an operator"), "write == or in between"))
        }
        "in" => Ok((length, Token::Operator)),
        _ => Ok((length, Token::Operand)),
    }
}

/// A text in one or three quotes, after a prefix; in a raw one `\` is a letter.
fn quoted(text: &str, prefix: usize, raw: bool) -> Read {
    let body = text.get(prefix..).unwrap_or_default();
    let quote = if body.starts_with('\'') { "'" } else { "\"" };
    let three = quote.repeat(3);
    let closing = if body.starts_with(&three) { three.as_str() } else { quote };
    let mut at = closing.len();
    while let Some(rest) = body.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(closing) {
            return Ok((prefix + at + closing.len(), Token::Operand));
        }
        at += match rest.chars().next() {
            Some('\\') if !raw => escape(rest).ok_or_else(|| {
                ("a text holds an unknown escape".to_owned(), "write \\\\ for a backslash, \\\" for a quote")
            })?,
            Some('\n' | '\r') if closing.len() == 1 => break,
            Some(letter) => letter.len_utf8(),
            None => break,
        };
    }
    Err(("a text is not closed".to_owned(), PARTNER))
}

/// Length of an escape that begins here.
fn escape(text: &str) -> Option<usize> {
    let digits = |from: usize, count: usize, radix: u32| {
        let digits = text.get(from..from + count)?;
        digits.chars().all(|c| c.is_digit(radix)).then_some(from + count)
    };
    match text.chars().nth(1)? {
        'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | '"' | '\'' | '\\' | '?' | '`' => Some(2),
        'x' | 'X' => digits(2, 2, 16),
        'u' => digits(2, 4, 16),
        'U' => digits(2, 8, 16),
        '0'..='3' => digits(1, 3, 8),
        _ => None,
    }
}
