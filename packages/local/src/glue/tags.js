import { invalid, listOf, longText, members, stringMap, text } from './input.js';
import { operation, table } from './kit.js';
const tags = table('tags');
export const arnOf = (ctx, kind, name) => `arn:aws:glue:${ctx.world.region}:${ctx.world.account}:${kind}/${name}`;
export function putTags(ctx, kind, name, given) {
    if (given !== undefined && Object.keys(given).length > 0)
        tags.put(ctx, arnOf(ctx, kind, name), checked(given));
}
export const dropTags = (ctx, kind, name) => tags.remove(ctx, arnOf(ctx, kind, name));
export function hasTags(ctx, kind, name, wanted) {
    const own = tags.get(ctx, arnOf(ctx, kind, name)) ?? {};
    return Object.entries(wanted ?? {}).every(([tag, value]) => own[tag] === value);
}
function checked(all) {
    if (Object.keys(all).length > 50)
        throw invalid('A resource may have 50 tags.');
    return all;
}
const arn = text(1, 10_240);
export const tagOperations = {
    TagResource: operation(members({ ResourceArn: arn, TagsToAdd: stringMap }, {}), (ctx, input) => {
        tags.put(ctx, input.ResourceArn, checked({ ...tags.get(ctx, input.ResourceArn), ...input.TagsToAdd }));
        return {};
    }),
    UntagResource: operation(members({ ResourceArn: arn, TagsToRemove: listOf(longText) }, {}), (ctx, input) => {
        const gone = new Set(input.TagsToRemove);
        const left = Object.entries(tags.get(ctx, input.ResourceArn) ?? {}).filter(([tag]) => !gone.has(tag));
        tags.put(ctx, input.ResourceArn, Object.fromEntries(left));
        return {};
    }),
    GetTags: operation(members({ ResourceArn: arn }, {}), (ctx, input) => ({ Tags: tags.get(ctx, input.ResourceArn) ?? {} })),
};
