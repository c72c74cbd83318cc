/** A set of features, by their numbers in the map. Made to be combined: the 150 models of x86 are such sets. */
export class FeatureSet {
  /** How many features the map has. */
  readonly size: number;
  readonly #words: Uint32Array;

  constructor(size: number, from?: FeatureSet) {
    this.size = size;
    this.#words = from === undefined ? new Uint32Array((size + 31) >>> 5) : from.#words.slice();
  }

  clone(): FeatureSet {
    return new FeatureSet(this.size, this);
  }

  has(feature: number): boolean {
    return ((this.#words[feature >>> 5] ?? 0) & (1 << (feature & 31))) !== 0;
  }

  add(feature: number): this {
    const word = feature >>> 5;
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (feature & 31));
    return this;
  }

  delete(feature: number): this {
    const word = feature >>> 5;
    this.#words[word] = (this.#words[word] ?? 0) & ~(1 << (feature & 31));
    return this;
  }

  /** Adds all of the other's. */
  unite(other: FeatureSet): this {
    return this.#combine(other, (own, others) => own | others);
  }

  /** Takes away what the other has. */
  subtract(other: FeatureSet): this {
    return this.#combine(other, (own, others) => own & ~others);
  }

  /** Keeps what the other has, too. */
  intersect(other: FeatureSet): this {
    return this.#combine(other, (own, others) => own & others);
  }

  get isEmpty(): boolean {
    return this.#words.every((word) => word === 0);
  }

  get count(): number {
    let count = 0;
    for (let word of this.#words) for (; word !== 0; word &= word - 1) count++;
    return count;
  }

  #combine(other: FeatureSet, operation: (own: number, others: number) => number): this {
    for (const [position, word] of this.#words.entries()) {
      this.#words[position] = operation(word, other.#words[position] ?? 0);
    }
    return this;
  }

  /** In the order of the map, which is the order in which libvirt names features. */
  *[Symbol.iterator](): IterableIterator<number> {
    for (let feature = 0; feature < this.size; feature++) if (this.has(feature)) yield feature;
  }
}
