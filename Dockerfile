# The lessons and what they run on, without solutions: for Binder, JupyterHub or `docker run -p 8888:8888`.
FROM python:3.13-slim-bookworm
ARG NB_USER=learner
ARG NB_UID=1000
# the version of the JupyterHub that starts this image; empty where none does
ARG JUPYTERHUB=""
RUN useradd --create-home --uid "$NB_UID" "$NB_USER"
WORKDIR /home/$NB_USER/course
COPY LICENSE LICENSE-TEXT README.md constraints.txt nbgrader_config.py pyproject.toml ./
COPY course course
# torch's CPU build: an image is built without a GPU
RUN pip install --no-cache-dir --extra-index-url https://download.pytorch.org/whl/cpu --constraint constraints.txt --editable . \
    && if [ -n "$JUPYTERHUB" ]; then pip install --no-cache-dir "jupyterhub==$JUPYTERHUB"; fi
COPY lessons lessons
RUN python -m course home lessons && chown -R "$NB_UID" "/home/$NB_USER"
ENV HOME=/home/$NB_USER
USER $NB_UID
EXPOSE 8888
CMD ["jupyter", "lab", "--ip", "0.0.0.0", "--no-browser", "--notebook-dir", "lessons"]
