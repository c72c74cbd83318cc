import type { Disk } from '@virtweave/core-conf';
import type { XmlElement } from '@virtweave/core-util/xml';
import { imagesOfDisk, type Image } from './image.ts';
import type { StorageObjects } from './storage-props.ts';

/** An image of a running guest, with the names that its status gives to what QEMU has of it. */
export interface StatusImage {
  readonly image: Image;
  readonly objects: StorageObjects;
}

/**
 * The images of a disk in a status document: there `<privateData>` of each `<source>` names nodes and objects inside QEMU.
 *
 * @param element the `<disk>` that `disk` was read from
 */
export function statusImages(disk: Disk, element: XmlElement): readonly StatusImage[] {
  let level: XmlElement | undefined = element;
  return imagesOfDisk(disk, 1).map((image) => {
    const source: XmlElement | undefined = level?.child('source');
    const details = source?.child('privateData');
    level = level?.child('backingStore');
    const names = new Map(
      (details?.child('nodenames')?.all('nodename') ?? []).map((node) => [node.attr('type'), node.attr('name')]),
    );
    const storage = names.get('storage');
    const format = names.get('format');
    const objects = details?.child('objects');
    const alias = (name: string, type?: string): string | undefined =>
      objects?.all(name).find((one) => type === undefined || one.attr('type') === type)?.attr('alias');
    return {
      image: storage === undefined || format === undefined ? image : { ...image, nodes: { storage, format } },
      objects: {
        authSecret: alias('secret', 'auth'),
        cookieSecret: alias('secret', 'httpcookie'),
        tlsCredentials: alias('TLSx509'),
      },
    };
  });
}
