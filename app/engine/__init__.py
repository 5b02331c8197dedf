"""llama.cpp as child processes: hosts, workers, GGUF facts."""
