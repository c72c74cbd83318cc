/** The first card is the primary one unless another says so; it stands first. */
export function completeVideos({ devices }) {
    const { videos } = devices;
    const primary = videos.findIndex(({ model }) => model.primary === true);
    if (primary > 0)
        videos.unshift(...videos.splice(primary, 1));
    const first = videos[0];
    if (first !== undefined)
        first.model.primary = true;
}
//# sourceMappingURL=videos.js.map