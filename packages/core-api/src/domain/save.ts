import type { CallOptions, FlagOptions } from '../connection/session.ts';
import { flagsOf } from '../connection/numbers.ts';
import { saveFlags, saveParams } from './call-flags.ts';
import { DomainLifecycle } from './lifecycle.ts';

export interface SaveOptions extends FlagOptions {
  /** Past the page cache. */
  readonly bypassCache?: boolean;
  /** Run after the restore, whatever the domain did before. */
  readonly running?: boolean;
  readonly paused?: boolean;
  readonly resetNvram?: boolean;
}

export interface CoreDumpOptions extends FlagOptions {
  /** `virDomainCoreDumpFormat` by name. Default `raw`. */
  readonly format?: CoreDumpFormat;
  /** Leave the guest crashed. */
  readonly crash?: boolean;
  /** Let it run meanwhile. */
  readonly live?: boolean;
  readonly bypassCache?: boolean;
  readonly reset?: boolean;
  readonly memoryOnly?: boolean;
}

export type CoreDumpFormat = 'raw' | 'kdump-zlib' | 'kdump-lzo' | 'kdump-snappy' | 'win-dmp';

const dumpFlags = { crash: 1, live: 2, bypassCache: 4, reset: 8, memoryOnly: 16 };
const dumpFormats: readonly CoreDumpFormat[] = ['raw', 'kdump-zlib', 'kdump-lzo', 'kdump-snappy', 'win-dmp'];

/** Memory in files. */
export class DomainSave extends DomainLifecycle {
  /**
   * Writes memory to a file and stops; `connection.restore(path)` continues. `xml` replaces the document in the file.
   * @libvirt virDomainSave virDomainSaveFlags virDomainSaveParams
   */
  async save(path: string, options?: SaveOptions & { readonly xml?: string }): Promise<void> {
    await this.session.run(options, (call) =>
      this.hypervisor.domainSaveParams(this.ref, saveParams(path, options?.xml), flagsOf(options, saveFlags), call),
    );
    this.ref = { ...this.ref, id: -1 };
  }

  /** Saves memory to a file of the driver's and stops; the next start continues there. @libvirt virDomainManagedSave */
  managedSave(options?: SaveOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainManagedSave(this.ref, flagsOf(options, saveFlags), call),
    );
  }

  /** Is there a managed save image? @libvirt virDomainHasManagedSaveImage */
  hasManagedSave(options?: CallOptions): Promise<boolean> {
    return this.session.run(options, (call) => this.hypervisor.domainHasManagedSaveImage(this.ref, 0, call));
  }

  /** Forgets the managed save image. @libvirt virDomainManagedSaveRemove */
  removeManagedSave(options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.hypervisor.domainManagedSaveRemove(this.ref, 0, call));
  }

  /** Writes the guest's memory to a file for analysis. @libvirt virDomainCoreDump virDomainCoreDumpWithFormat */
  coreDump(path: string, options?: CoreDumpOptions): Promise<void> {
    return this.session.run(options, (call) => {
      const format = dumpFormats.indexOf(options?.format ?? 'raw');
      return this.hypervisor.domainCoreDumpWithFormat(this.ref, path, format, flagsOf(options, dumpFlags), call);
    });
  }
}
