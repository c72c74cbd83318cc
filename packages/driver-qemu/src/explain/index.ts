export { adviceFor } from './advice.ts';
export { buildForShow } from './context.ts';
export { explainCommandLine, type ExplainOptions, type HasDocument } from './explain-command-line.ts';
export { CommandExplanation, explainCommand, type ExplainedArgument } from './explanation.ts';
export { findRefusal, refusalText, type Refusal } from './refusal.ts';
