/** What `<cpu>` means when it does not say so. */
export function completeCpu({ cpu }) {
    if (cpu === undefined)
        return;
    const named = cpu.model?.name !== undefined;
    if (cpu.mode === undefined && (named || cpu.match !== undefined))
        cpu.mode = 'custom';
    if (cpu.mode === 'custom' || (cpu.mode === undefined && named)) {
        if (named)
            cpu.match ??= 'exact';
        if (cpu.model !== undefined)
            cpu.model.fallback ??= 'allow';
    }
    for (const feature of cpu.features ?? [])
        if (cpu.mode !== undefined)
            feature.policy ??= 'require';
    if (cpu.topology !== undefined) {
        cpu.topology.dies ??= 1;
        cpu.topology.clusters ??= 1;
    }
    cpu.numa?.cells?.forEach((cell, index) => {
        cell.id ??= index;
    });
}
//# sourceMappingURL=cpu.js.map