export interface Disposable {
  dispose(): void;
}

/** Listeners in the order in which they came. VS Code's own emitter needs VS Code; this one runs in unit tests too. */
export class Emitter<T> implements Disposable {
  #listeners: readonly ((value: T) => void)[] = [];

  readonly event = (listener: (value: T) => void): Disposable => {
    this.#listeners = [...this.#listeners, listener];
    return {
      dispose: () => {
        this.#listeners = this.#listeners.filter((other) => other !== listener);
      },
    };
  };

  fire(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }

  dispose(): void {
    this.#listeners = [];
  }
}
