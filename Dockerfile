# Policies in /policies; see docs/serve.md.
FROM python:3.12-slim
WORKDIR /opt/policy-assistant
COPY pyproject.toml README.md LICENSE* constraints.txt ./
COPY assistant assistant
COPY tui tui
COPY docs/man docs/man
# PyPI's PyTorch for Linux brings CUDA; nothing here uses it.
RUN pip install --no-cache-dir --extra-index-url https://download.pytorch.org/whl/cpu -c constraints.txt '.[build,serve,mcp]'
RUN useradd --create-home policies && mkdir /policies && chown policies /policies
USER policies
ENV POLICY_ASSISTANT_HOME=/policies
VOLUME /policies
CMD ["assistant", "status"]
