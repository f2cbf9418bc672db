import { type Service } from '../host/types.ts';
/** STS: everybody is the account's one user. */
export declare const stsService: Service;
