"""The goals of the policy library, one module a subject; each goal is a function (companies) → Results."""
