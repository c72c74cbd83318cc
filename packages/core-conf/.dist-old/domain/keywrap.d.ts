import { type Table } from '../table/table.ts';
/** `<keywrap><cipher/>`: s390 key wrapping. */
export interface KeywrapCipher {
    name: 'aes' | 'dea';
    state: boolean;
}
export declare const keywrapCipher: Table<KeywrapCipher>;
//# sourceMappingURL=keywrap.d.ts.map