import type { Domain } from '../domain.ts';
/** The first card is the primary one unless another says so; it stands first. */
export declare function completeVideos({ devices }: Domain): void;
//# sourceMappingURL=videos.d.ts.map