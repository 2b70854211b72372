/** A build of the embedded runtime for graphics cards: npm packages beside the runtime's own. */
export interface GpuBuild {
  readonly title: string;
  readonly detail: string;
  /** Package names, without the version. */
  readonly packages: readonly string[];
}

/** The builds that node-llama-cpp publishes for a platform; none where the plain one uses the card already, or there is none. */
export function gpuBuilds(platform: NodeJS.Platform, arch: string): readonly GpuBuild[] {
  const name = { linux: "linux", win32: "win" }[platform as string];
  if (name === undefined || arch !== "x64") return [];
  return [
    {
      title: "Vulkan",
      detail: "Most cards with a recent driver",
      packages: [`@node-llama-cpp/${name}-x64-vulkan`],
    },
    {
      title: "CUDA",
      detail: "NVIDIA cards with the CUDA runtime; several hundred MB",
      packages: [`@node-llama-cpp/${name}-x64-cuda`, `@node-llama-cpp/${name}-x64-cuda-ext`],
    },
  ];
}
