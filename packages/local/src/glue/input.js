import { AwsError } from '../host/types.js';
export const invalid = (message) => new AwsError('InvalidInputException', message);
const mistyped = (at, wanted) => new AwsError('SerializationException', `${at} must be ${wanted}.`);
/** A string of `min` to `max` characters. */
export const text = (min = 1, max = 255) => (value, at) => {
    if (typeof value !== 'string')
        throw mistyped(at, 'a string');
    if (value.length < min || value.length > max)
        throw invalid(`${at} must have ${String(min)} to ${String(max)} characters; it has ${String(value.length)}.`);
    return value;
};
export const name = text();
export const longText = text(0, 400_000);
export const integer = (min = 0, max = Number.MAX_SAFE_INTEGER) => (value, at) => {
    if (typeof value !== 'number')
        throw mistyped(at, 'a number');
    if (!Number.isInteger(value) || value < min || value > max)
        throw invalid(`${at} must be a whole number from ${String(min)} to ${String(max)}; it is ${String(value)}.`);
    return value;
};
export const double = (value, at) => {
    if (typeof value !== 'number')
        throw mistyped(at, 'a number');
    return value;
};
export const flag = (value, at) => {
    if (typeof value !== 'boolean')
        throw mistyped(at, 'true or false');
    return value;
};
export const oneOf = (...words) => (value, at) => {
    if (typeof value !== 'string')
        throw mistyped(at, 'a string');
    const word = words.find((one) => one === value);
    if (word === undefined)
        throw invalid(`${at} must be one of ${words.join(', ')}; it is '${value}'.`);
    return word;
};
export const listOf = (item, max = Number.MAX_SAFE_INTEGER) => (value, at) => {
    if (!isList(value))
        throw mistyped(at, 'a list');
    if (value.length > max)
        throw invalid(`${at} may hold ${String(max)} items; it holds ${String(value.length)}.`);
    return value.map((one, index) => item(one, `${at}[${String(index)}]`));
};
export const mapOf = (item) => (value, at) => {
    if (!isRecord(value))
        throw mistyped(at, 'a map');
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, item(one, `${at}['${key}']`)]));
};
export const stringMap = mapOf(longText);
/** Passed through as it is: what the embedded Glue stores and gives back, and never reads. */
export const anything = (value) => value;
/** An object. Members that are not named are dropped, as AWS does; null counts as absent. */
export function members(required, optional) {
    return (value, at) => {
        if (!isRecord(value))
            throw mistyped(at === '' ? 'The request' : at, 'an object');
        const found = {};
        const path = (member) => (at === '' ? member : `${at}.${member}`);
        for (const [member, check] of Object.entries(required)) {
            const one = own(value, member);
            if (one === null)
                throw invalid(`${path(member)} is required.`);
            found[member] = check(one, path(member));
        }
        for (const [member, check] of Object.entries(optional)) {
            const one = own(value, member);
            if (one !== null)
                found[member] = check(one, path(member));
        }
        // Each member went through its own check, which TypeScript cannot follow through the loops.
        return found;
    };
}
const own = (value, member) => (Object.hasOwn(value, member) ? (value[member] ?? null) : null);
export const isList = (value) => Array.isArray(value);
export const isRecord = (value) => typeof value === 'object' && value !== null && !isList(value);
