import type { ErrorCode, VirtError } from '@virtweave/core-util/errors';
import type { XmlElement } from '@virtweave/core-util/xml';
import { problem } from '../table/problem.ts';

/** Name of the network that an element belongs to: libvirt's messages say it. */
export function networkName(element: XmlElement): string {
  let root = element;
  while (root.parent !== undefined) root = root.parent;
  return root.child('name')?.text ?? '';
}

/** An error about an attribute or element of a network; `detail` is given the name of the network. */
export function networkProblem(
  element: XmlElement,
  detail: (network: string) => string,
  options: { attribute?: string; code?: ErrorCode } = {},
): VirtError {
  return problem(element, detail(networkName(element)), options);
}

/** The same with `VIR_ERR_XML_DETAIL`, whose message is the detail alone. */
export function networkDetail(element: XmlElement, detail: (network: string) => string, attribute?: string): VirtError {
  return networkProblem(element, detail, { code: 'VIR_ERR_XML_DETAIL', ...(attribute !== undefined && { attribute }) });
}
