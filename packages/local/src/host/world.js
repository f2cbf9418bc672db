export const defaultRegion = 'us-east-1';
export const defaultAccount = '000000000000';
export function worldOf(now, options) {
    const asked = new Set();
    return {
        now,
        random: options.random ?? Math.random,
        region: options.region ?? defaultRegion,
        account: options.account ?? defaultAccount,
        asked,
        ask: (question) => {
            asked.add(question.id);
            return answerTo(question, options.answers ?? {});
        },
    };
}
function answerTo(question, answers) {
    const answer = Object.hasOwn(answers, question.id) ? answers[question.id] : undefined;
    if (answer === undefined)
        return question.choices[0];
    if (question.choices.includes(answer))
        return answer;
    throw new Error(`'${answer}' is no answer to the open question '${question.id}': use one of ${question.choices.join(', ')}.`);
}
