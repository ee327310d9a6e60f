# The Telegram bot in a container: docker compose up (compose.yaml), or
#   docker build -t dateline . && docker run --env-file .env -v dateline-home:/home/dateline/news dateline
FROM python:3.11-slim

# What comes from the network is installed before the sources are copied, so that a change of ours does not fetch it again.
WORKDIR /source
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot bot
COPY index index
COPY prompts prompts
RUN pip install --no-cache-dir -c constraints.txt '.[postgres]' && rm -rf /source/*

RUN useradd --create-home --uid 10001 dateline && mkdir /home/dateline/news && chown dateline:dateline /home/dateline/news
USER dateline
WORKDIR /home/dateline
ENV DATELINE_HOME=/home/dateline/news MPLCONFIGDIR=/tmp/matplotlib PYTHONUNBUFFERED=1
VOLUME /home/dateline/news

HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["dateline", "health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["dateline"]
CMD ["serve", "--log-format", "json"]
