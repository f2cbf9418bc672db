import type { Delays, OpenQuestion, World } from './types.ts';

export interface WorldOptions {
  /** Answers to open questions by id; a question without one gets its usual answer. */
  readonly answers: Readonly<Record<string, string>>;
  /** 0 <= x < 1. */
  readonly random: () => number;
  readonly region: string;
  readonly account: string;
  readonly delays: Partial<Delays>;
}

/** The world of a host; who waits, the engine knows by service. */
export interface AskedWorld extends Omit<World, 'waited'> {
  readonly asked: ReadonlySet<string>;
}

export const defaultRegion = 'us-east-1';
const defaultAccount = '000000000000';

export function worldOf(now: () => number, options: Partial<WorldOptions>): AskedWorld {
  const asked = new Set<string>();
  return {
    now,
    random: options.random ?? Math.random,
    region: options.region ?? defaultRegion,
    account: options.account ?? defaultAccount,
    asked,
    delays: { triggerChange: 0, triggerDeletion: 0, jobStart: 0, ...options.delays },
    ask: (question) => {
      asked.add(question.id);
      return answerTo(question, options.answers ?? {});
    },
  };
}

function answerTo(question: OpenQuestion, answers: Readonly<Record<string, string>>): string {
  const answer = Object.hasOwn(answers, question.id) ? answers[question.id] : undefined;
  if (answer === undefined) return question.choices[0];
  if (question.choices.includes(answer)) return answer;
  throw new Error(`'${answer}' is no answer to the open question '${question.id}': use one of ${question.choices.join(', ')}.`);
}
