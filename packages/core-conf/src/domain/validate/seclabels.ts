import type { Domain } from '../domain.ts';
import type { DeviceSeclabel, Seclabel } from '../seclabel.ts';
import { refuse } from './refuse.ts';

/** Labels of the whole guest: one for each security model. */
export function validateSeclabels({ seclabels }: Domain): void {
  const seen = new Set<string | undefined>();
  for (const label of seclabels) {
    if (seen.has(label.model)) throw refuse(`seclabel for model ${label.model} is already provided`, 'VIR_ERR_XML_DETAIL');
    seen.add(label.model);
  }
  if (seclabels.length > 1 && seclabels.some(({ model }) => model === undefined)) {
    throw refuse('missing security model when using multiple labels');
  }
  for (const label of seclabels) {
    validateSeclabel(label);
  }
}

function validateSeclabel({ type, model, relabel, label }: Seclabel): void {
  const known = type ?? 'dynamic';
  if (known === 'static' && label === undefined) throw refuse('security label is missing');
  if (known === 'dynamic' && relabel === false && model !== undefined && model !== 'none') {
    throw refuse(`dynamic label type must use resource relabeling`, 'VIR_ERR_CONFIG_UNSUPPORTED');
  }
  if (known === 'none' && relabel === true) {
    throw refuse("resource relabeling is not compatible with 'none' label type", 'VIR_ERR_CONFIG_UNSUPPORTED');
  }
}

/** Labels of one source. */
export function validateDeviceSeclabels(seclabels: readonly DeviceSeclabel[]): void {
  const seen = new Set<string | undefined>();
  for (const { model, relabel, label } of seclabels) {
    if (model === undefined && seclabels.length > 1) throw refuse('missing security model when using multiple labels');
    if (seen.has(model)) throw refuse(`seclabel for model ${model} is already provided`, 'VIR_ERR_XML_DETAIL');
    seen.add(model);
    if (relabel === false && label !== undefined) {
      throw refuse('Cannot specify a label if relabelling is turned off. model=' + (model ?? 'NULL'));
    }
    if (relabel === true && label === undefined) {
      throw refuse(`Cannot specify relabel if label is missing. model=${model ?? 'NULL'}`);
    }
  }
}
