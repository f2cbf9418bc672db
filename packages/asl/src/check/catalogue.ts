/** What a code of this package's checks means. */
export interface Explanation {
  readonly code: Code;
  /** `error`: Step Functions refuses such a definition, or no run of it could pass here. `warning`: it works, and AWS's guidance advises otherwise. */
  readonly severity: 'error' | 'warning';
  readonly title: string;
  /** What is behind it and what to do. */
  readonly meaning: string;
  readonly source: string;
}

const spec = 'states-language.net, ';
const guide = 'Step Functions developer guide, ';

const rows = [
  // Text.
  ['ASL1001', 'error', 'The text does not parse', 'The definition is neither JSON nor YAML. Nothing else is looked at until it is.', `${spec}"Structure of a State Machine"`],
  ['ASL1002', 'error', 'A key is there twice', 'An object may name a field once. Readers of JSON keep the last one silently, so that the first would be lost.', 'RFC 8259, section 4'],
  ['ASL1003', 'error', 'Nested too deeply', 'Values may be nested in each other 500 levels deep; deeper ones are not looked at.', 'Step Functions API reference, ValidateStateMachineDefinitionDiagnostic, TOO_DEEPLY_NESTED'],
  ['ASL1004', 'error', 'Larger than 1 MiB', 'A definition has at most 1,048,576 bytes. Move literal data to S3, or parts into state machines of their own.', `${guide}"Service quotas"`],
  ['ASL1005', 'error', 'Not an object', 'A state machine, a branch and a state are JSON objects.', `${spec}"Structure of a State Machine"`],
  // Fields.
  ['ASL1101', 'error', 'A required field is missing', 'The state or rule does not work without it.', `${spec}"State Types"`],
  ['ASL1102', 'error', 'An unknown field', 'The language has no such field at this place. Often it is a slip of the pen, or a field of another type of state.', `${spec}"Table of State Types and Fields"`],
  ['ASL1103', 'error', 'A field of the other query language', 'JSONPath states shape data by InputPath, Parameters, ResultSelector, ResultPath and OutputPath and by fields that end with Path; JSONata states by Arguments, Output and expressions.', `${guide}"Transforming data with JSONata"`],
  ['ASL1104', 'error', 'A value of the wrong type', 'The field takes another type of value.', `${spec}"State Types"`],
  ['ASL1105', 'error', 'A number out of range', 'The field takes a number within bounds.', `${spec}"State Types"; ${guide}"Task state"`],
  ['ASL1106', 'error', 'Not one of the words that the field takes', 'The field takes one of a few words, in exactly this case.', `${spec}"State Types"`],
  ['ASL1107', 'error', 'Fields that exclude each other', 'Exactly one of the fields may be there, or at most one.', `${spec}"State Types"`],
  ['ASL1108', 'error', 'An unknown type of state', 'A state is one of Task, Pass, Choice, Wait, Succeed, Fail, Parallel and Map.', `${spec}"State Types"`],
  ['ASL1109', 'error', 'A bad name of a state', 'A name has 1 to 80 characters.', `${spec}"States"`],
  ['ASL1110', 'error', 'Two states of one name', 'Names are unique within the whole state machine, the states inside Parallel and Map included.', `${spec}"States"`],
  ['ASL1111', 'error', 'JSONPath within JSONata', 'A state machine whose QueryLanguage is JSONata cannot hold states in JSONPath. The reverse is allowed.', `${guide}"Transforming data with JSONata"`],
  // Flow.
  ['ASL1201', 'error', 'A target that is not there', 'StartAt, Next and Default name a state of the same States: a branch can neither be entered nor left by them.', `${spec}"Transitions"; "Parallel State"`],
  ['ASL1202', 'error', 'A state that nothing leads to', 'No path from StartAt reaches the state, so that it would never run.', `${spec}"Transitions"`],
  ['ASL1203', 'error', 'No end', 'Some path has to lead to a state with "End": true, to Succeed or to Fail.', 'Step Functions API reference, ValidateStateMachineDefinitionDiagnostic, MISSING_END_STATE'],
  ['ASL1204', 'error', 'Neither Next nor End, or both', 'A state goes on to the Next one or is the End of its States.', `${spec}"Transitions"`],
  // Data.
  ['ASL1301', 'error', 'Not a JSONata expression', 'What stands between {% and %} does not parse.', `${guide}"Transforming data with JSONata"`],
  ['ASL1302', 'error', 'Marks of an expression that do not close', 'A string that starts with {% is an expression and ends with %}. Blanks outside of the marks make it a constant.', `${guide}"Writing JSONata expressions in JSON strings"`],
  ['ASL1303', 'error', 'A function that Step Functions leaves out', '$eval is not available; $parse reads JSON text.', `${guide}"JSONata functions provided by Step Functions"`],
  ['ASL1304', 'error', '$states.result or $states.errorOutput out of place', 'The result is there for Output and Assign of Task, Parallel and Map; the error output for those of a catcher.', `${guide}"Reserved variable: $states"`],
  ['ASL1305', 'error', 'Not a JSONPath', 'The text is not a path: it starts with $, $$ or $ and the name of a variable.', `${spec}"Paths"`],
  ['ASL1306', 'error', 'Not a Reference Path', 'The field takes a path that can name one node only: names and indices, no wildcards, filters, slices or "..".', `${spec}"Reference Paths"`],
  ['ASL1307', 'error', 'Not an intrinsic function', 'The call does not parse, or there is no such function.', `${spec}"Intrinsic Functions"`],
  ['ASL1308', 'error', 'A field that ends with .$ has no path', 'The value of such a field is a path or an intrinsic function.', `${spec}"Payload Template"`],
  ['ASL1309', 'error', 'A field twice, once with .$', 'The ending .$ is dropped from the name, so that both would be one field.', `${spec}"Payload Template"`],
  ['ASL1310', 'error', 'ResultPath outside of the input', 'ResultPath places the result within the input ($): it cannot name the context object or a variable.', `${spec}"Input and Output Processing"; ${guide}"Passing data between states with variables"`],
  // Variables.
  ['ASL1401', 'error', 'Not a name of a variable', 'A name starts with a letter, goes on with letters, digits and _, has at most 80 characters, and is not "states". A part of a variable cannot be assigned.', `${guide}"Variable name syntax"`],
  ['ASL1402', 'error', 'A variable of the scope around', 'States inside Parallel and Map read the variables around them and cannot assign a variable of the same name.', `${guide}"Variable scope"`],
  // Retry and Catch.
  ['ASL1501', 'error', 'States.ALL with other names', 'States.ALL stands alone in its ErrorEquals.', `${spec}"Retrying after error"; "Fallback states"`],
  ['ASL1502', 'error', 'States.ALL before other rules', 'States.ALL stands in the last rule: what follows could never match.', `${spec}"Retrying after error"; "Fallback states"`],
  ['ASL1503', 'error', 'ErrorEquals without names', 'ErrorEquals is a list of names of errors with at least one.', `${spec}"Retrying after error"; "Fallback states"`],
  ['ASL1504', 'error', 'A heartbeat that is no shorter than the timeout', 'HeartbeatSeconds is smaller than TimeoutSeconds.', `${spec}"Timeouts"`],
  // Choice.
  ['ASL1601', 'error', 'A rule that compares nothing', 'A rule has one comparison, or one of And, Or and Not.', `${spec}"Choice State"`],
  ['ASL1602', 'error', 'A rule that compares twice', 'A rule has exactly one comparison; And joins several.', `${spec}"Choice State"`],
  ['ASL1603', 'error', 'A comparison with another type of value', 'The operator takes a value of its own type: text, number, boolean or timestamp.', `${spec}"Choice State"`],
  ['ASL1604', 'error', 'A target inside of And, Or or Not', 'Only the rule itself has Next and Assign; what it is made of has not.', `${spec}"Choice State"`],
  // Map.
  ['ASL1701', 'error', 'A field of distributed mode', 'The field works only with "ProcessorConfig": { "Mode": "DISTRIBUTED", … }.', `${guide}"Using Map state in Distributed mode"`],
  ['ASL1702', 'error', 'No ExecutionType', 'Distributed mode says whether its child executions are STANDARD or EXPRESS.', `${guide}"Using Map state in Distributed mode"`],
  ['ASL1703', 'error', 'A bad label', 'A Label has at most 40 characters, no blanks, no wildcards, brackets or special characters, and is unique.', `${guide}"Using Map state in Distributed mode"; Step Functions API reference, INVALID_LABEL_NAME`],
  ['ASL1704', 'error', 'A reader, batcher or writer that is not complete', 'The settings need one another.', `${guide}"ItemReader (Map)", "ItemBatcher (Map)", "ResultWriter (Map)"`],
  // Tasks.
  ['ASL1801', 'error', 'Not a resource that a task can call', 'A Resource is the ARN of a Lambda function, of an activity or of a service integration.', `${guide}"Task state"`],
  ['ASL1802', 'error', 'An unknown service or action', 'Step Functions has no such integration; the nearest that it has is in the hint.', `${guide}"Integrating services with Step Functions"`],
  ['ASL1803', 'error', 'A pattern that the integration does not have', 'Not every action can be waited for by .sync, and SDK integrations never.', `${guide}"Integrating optimized services with Step Functions"`],
  ['ASL1804', 'error', 'An unknown parameter', 'The action has no parameter of this name. Parameters are written in PascalCase, whatever case the service itself uses.', `${guide}"Passing parameters to a service API"; AWS service models`],
  ['ASL1805', 'error', 'A required parameter is missing', 'The action cannot be called without it.', 'AWS service models'],
  ['ASL1806', 'error', 'Not available in Express executions', 'Express executions have neither .sync nor .waitForTaskToken, activities or distributed maps.', `${guide}"Choosing workflow type in Step Functions"`],
  // Advice.
  ['ASL2001', 'warning', 'A task without a timeout', 'Without TimeoutSeconds a task that never answers keeps the execution open for 99,999,999 seconds.', `${guide}"Best practices": use timeouts to avoid stuck executions`],
  ['ASL2002', 'warning', 'A wait for an answer without a heartbeat', 'A worker that died is noticed only by HeartbeatSeconds, or not before the timeout.', `${guide}"Service integration patterns": heartbeat timeout for a waiting task`],
  ['ASL2003', 'warning', 'A large literal', 'Inputs and outputs have at most 256 KiB together. Keep data in S3 and pass its address.', `${guide}"Best practices": use Amazon S3 ARNs instead of passing large payloads`],
  ['ASL2004', 'warning', 'A job that nothing waits for', 'The action only starts the job: the next state runs while it works, and its failure is not noticed. The .sync form waits.', `${guide}"Service integration patterns": run a job`],
  ['ASL2005', 'warning', 'Transient errors of Lambda are not retried', 'Lambda.ServiceException, Lambda.AWSLambdaException, Lambda.SdkClientException and Lambda.TooManyRequestsException pass by themselves.', `${guide}"Best practices": handle transient Lambda service exceptions`],
  ['ASL2006', 'warning', 'The task token is not passed on', 'The state waits for its token, and no parameter hands the token to whoever has to answer.', `${guide}"Service integration patterns": wait for a callback`],
  ['ASL2007', 'warning', 'An outdated field', 'The field still works; newer ones replace it.', `${guide}"Map state"`],
  ['ASL2008', 'warning', 'Looks like a path or expression and is taken as text', 'Without .$ at the end of the name (JSONPath) or {% … %} (JSONata) the text is passed on as it is.', 'Step Functions API reference, ValidateStateMachineDefinitionDiagnostic, NO_DOLLAR and PASS_RESULT_IS_STATIC'],
  ['ASL2009', 'warning', 'A resource that is not known before deployment', 'The Resource is no ARN yet: what stands for it could not be checked.', `${guide}"Task state"`],
  ['ASL2010', 'warning', 'A circle without a way out', 'From here no path leads to an end: only a failure or the timeout of the execution stops it.', `${spec}"Transitions"`],
  ['ASL2011', 'warning', 'A query language that is not said', 'The state around sets a QueryLanguage of its own. The guide has states inside take that of the state machine; write it down to be sure.', `${guide}"QueryLanguage field"`],
  ['ASL2012', 'warning', 'A name that the service models do not have', 'Service models grow: this one is not in those that the package was built with. Check the spelling.', 'AWS service models'],
  ['ASL2013', 'warning', 'A variable that nothing assigns', 'No state in this scope or around it assigns the variable: the run fails with States.QueryEvaluationError or States.Runtime.', `${guide}"Passing data between states with variables"`],
  ['ASL2014', 'warning', 'An error name that Step Functions does not report', 'Names that start with "States." are reserved, and this one is not among those that are reported or can be caught.', `${spec}"Errors"; ${guide}"Handling errors"`],
  ['ASL2015', 'warning', 'A rule that never matches', 'An earlier rule matches all that this one names.', `${guide}"Handling errors"`],
  ['ASL2016', 'warning', 'A result that is passed on by value', 'The action answers with data that can be larger than the 256 KiB of a payload. Read it where it is needed, and pass on its address.', `${guide}"Best practices": use Amazon S3 ARNs instead of passing large payloads`],
  ['ASL2017', 'warning', 'A choice without Default', 'When no rule matches, the run fails with States.NoChoiceMatched.', `${spec}"Choice State"`],
  ['ASL2018', 'warning', 'A field that has no meaning here', 'The field belongs elsewhere and is not read at this place: to the state machine, not to a branch, or to a distributed map.', `${spec}"Parallel State", "Map State"`],
  ['ASL2019', 'warning', 'An unknown member of $states', '$states has input, context, result and errorOutput: other names give nothing, and the run fails.', `${guide}"Reserved variable: $states"`],
  ['ASL2020', 'warning', 'A time that has no effect', 'Another time ends the wait before: the timeout of the state machine, or the longest delay of a retry.', `${spec}"Timeouts"; "Retrying after error"`],
  ['ASL2021', 'warning', 'Expressions that are not checked', 'So many different expressions take too long to read: those beyond the first 10,000 are taken as they are.', 'a limit of this validator'],
  ['ASL2022', 'warning', 'What always fails', 'Whatever the data, a run fails here: a call with too many or too few arguments, a template with other than as many {} as values, a function in a path, a condition that is no boolean.', `${guide}"Intrinsic functions"; ${spec}"Choice State"`],
  ['ASL2023', 'warning', 'An unknown member of the context object', 'The context object has Execution, State, StateMachine, Map within a Map, and Task where a token is waited for: other paths lead nowhere, and the run fails.', `${guide}"Accessing execution data from the Context object"`],
] as const;

/** A stable name of a kind of problem. ASL1… are errors, ASL2… are warnings. */
export type Code = (typeof rows)[number][0];

/** All codes, in order. */
export const catalogue: readonly Explanation[] = rows.map(([code, severity, title, meaning, source]) => ({ code, severity, title, meaning, source }));

const byCode: ReadonlyMap<string, Explanation> = new Map(catalogue.map((one) => [one.code, one]));

/**
 * What a code means, what is behind it and where that is written; null for a text that is no code.
 *
 * @example
 * explain('ASL1502')?.meaning; // 'States.ALL stands in the last rule: what follows could never match.'
 */
export function explain(code: string): Explanation | null {
  return byCode.get(code) ?? null;
}
