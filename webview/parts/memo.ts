import { Component, createElement, type ComponentClass, type FunctionComponent } from "preact";

/** A component that renders anew only when one of its props is another (by identity). */
export function memo<P extends object>(inner: FunctionComponent<P>): ComponentClass<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      return !sameProps(this.props, next);
    }
    override render() {
      return createElement(inner, this.props);
    }
  };
}

function sameProps(a: object, b: object): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => Object.is(Reflect.get(a, key), Reflect.get(b, key)));
}
