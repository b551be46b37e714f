"""The same jobs with the Python SDK (v2): print them, or hand them in.

    python submit.py cpu                          prints the job; no account, no network
    python submit.py gpu --submit                 makes the cluster if need be, and starts the job

It needs `pip install "azure-ai-ml>=1.35" azure-identity`. With --submit, config.json of your workspace (the studio
offers it for download) lies in this folder or above it; on a compute instance it is there already.
"""

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
CPU_SIZE, GPU_SIZE = "Standard_D4ds_v5", "Standard_NC4as_T4_v3"  # sizes retire: see lesson 10
GPU_ENVIRONMENT = "azureml://registries/azureml/environments/acpt-pytorch-2.8-cuda12.6/labels/latest"


def make_job(kind, epochs=5):
    """The job of jobs/cpu.yml or jobs/gpu.yml; `kind` is "cpu" or "gpu"."""
    from azure.ai.ml import Input, command
    from azure.ai.ml.entities import Environment

    cpu_environment = Environment(image="mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04:latest",
                                  conda_file=str(HERE / "cpu-environment.yml"))
    job = command(
        code=str(HERE / "src"),
        command="python train.py --data ${{inputs.photos}} --epochs ${{inputs.epochs}} --device ${{inputs.device}}",
        inputs={"photos": Input(type="uri_folder", path=str(HERE / "data")), "epochs": epochs,
                "device": "cuda" if kind == "gpu" else "cpu"},
        environment=GPU_ENVIRONMENT if kind == "gpu" else cpu_environment,
        compute=f"{kind}-cluster",
        experiment_name="apples",
    )
    job.set_limits(timeout=1800)  # seconds: a job that hangs stops costing money
    return job


def make_cluster(kind):
    """A cluster that is nothing, and costs nothing, while no job runs."""
    from azure.ai.ml.entities import AmlCompute

    return AmlCompute(name=f"{kind}-cluster", size=GPU_SIZE if kind == "gpu" else CPU_SIZE, tier="dedicated",
                      min_instances=0, max_instances=2 if kind == "gpu" else 1, idle_time_before_scale_down=120)


def main():
    parser = argparse.ArgumentParser(description="Print or submit the apple training as an Azure ML job.")
    parser.add_argument("kind", choices=["cpu", "gpu"])
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--submit", action="store_true", help="start it: this costs money")
    options = parser.parse_args()
    if not (HERE / "data" / "apples.npz").is_file():
        sys.exit("There is no data/apples.npz yet: run the first cell of the notebook.")
    job = make_job(options.kind, options.epochs)
    if not options.submit:
        print(job)
        return
    from azure.ai.ml import MLClient
    from azure.identity import DefaultAzureCredential

    client = MLClient.from_config(DefaultAzureCredential())
    client.compute.begin_create_or_update(make_cluster(options.kind)).result()
    started = client.jobs.create_or_update(job)
    print(f"Started {started.name}. Watch it: {started.studio_url}")
    client.jobs.stream(started.name)
    print("It worked if every epoch above names the device that you pay for, and if the studio shows 0 nodes soon.")


if __name__ == "__main__":
    main()
