"""A bare window: what any PySide6 program pays. Prints the instant of its first paint and its memory."""

from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

from tests.benchmarks.first_paint import FirstPaint

app = QApplication([])
window = QMainWindow()
label = QLabel("Bonjour")
window.setCentralWidget(label)
FirstPaint(label)
window.resize(1366, 768)
window.show()
app.exec()
