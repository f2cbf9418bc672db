export { answersSchema, answersJsonSchema, readAnswers, type Answers, type Question } from './answers.ts';
export { advise, type Advice, type Ranked, type Reason, type Flip, type Rejections } from './advise.ts';
export { renderAdvice, renderTable } from './render.ts';
