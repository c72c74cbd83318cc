import type { Domain } from '../domain.ts';

/** The first card is the primary one unless another says so; it stands first. */
export function completeVideos({ devices }: Domain): void {
  const { videos } = devices;
  const primary = videos.findIndex(({ model }) => model.primary === true);
  if (primary > 0) videos.unshift(...videos.splice(primary, 1));
  const first = videos[0];
  if (first !== undefined && first.model.type !== 'none') first.model.primary = true;
}
